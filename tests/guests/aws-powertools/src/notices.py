"""Notices and ticks, with Powertools' data classes."""

from aws_lambda_powertools.utilities.data_classes import EventBridgeEvent, SNSEvent, event_source


@event_source(data_class=SNSEvent)
def handler(event, context):
    for record in event.records:
        assert record.event_source == "aws:sns"
        if record.sns.message == "bad":
            raise ValueError("bad")


@event_source(data_class=EventBridgeEvent)
def tick(event, context):
    assert event.detail_type == "Scheduled Event"
    assert event.source == "aws.events"
    assert event.resources[0].endswith("rule/morning")
