"""A scheduled report, and a warmer with an input of its own."""


def run(event, context):
    if event.get("warmer"):
        assert event == {"warmer": True, "rounds": [1, 2]}
        return {"warm": event["rounds"]}
    assert event["source"] == "aws.events"
    assert event["detail-type"] == "Scheduled Event"
    assert event["resources"][0].endswith("rule/nightly")
    assert event["time"].endswith("Z")
    assert event["detail"] == {}
    return event["time"]
