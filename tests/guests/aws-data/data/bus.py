"""Events of a bus."""


def on_event(event, context):
    assert event["detail-type"].startswith("com.example.order.")
    assert set(event) == {
        "version",
        "id",
        "detail-type",
        "source",
        "account",
        "time",
        "region",
        "resources",
        "detail",
    }
    detail = event["detail"]
    if isinstance(detail, dict) and detail.get("fail"):
        raise RuntimeError("as it was asked")
    return {"id": event["id"], "known": bool(context.aws_request_id)}
