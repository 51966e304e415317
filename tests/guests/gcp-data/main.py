import re

import functions_framework
from google.events.cloud import firestore

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@functions_framework.cloud_event
def uploaded(cloud_event):
    """An image in a bucket, as the thumbnail tutorials begin."""
    assert cloud_event["type"] == "google.cloud.storage.object.v1.finalized"
    assert cloud_event["source"] == "//storage.googleapis.com/projects/_/buckets/uploads"
    data = cloud_event.data
    assert cloud_event["subject"].startswith("objects/in/")
    assert data["bucket"] == "uploads" == cloud_event["bucket"]
    assert int(data["generation"]) > 0
    assert int(data["metageneration"]) == 1
    assert RFC_3339.fullmatch(data["timeCreated"])
    assert RFC_3339.fullmatch(data["updated"])
    if not data["contentType"].startswith("image/"):
        raise ValueError(f"{data['name']} is no image")
    assert data["name"] == "in/é pic+1.png"
    assert int(data["size"]) == 12


def removed(event, context):
    """The first generation's way."""
    assert context.event_type == "google.storage.object.delete"
    assert context.resource["service"] == "storage.googleapis.com"
    assert context.resource["type"] == "storage#object"
    assert context.event_id
    assert event["bucket"] == "archive"
    assert event["kind"] == "storage#object"
    if event["name"] == "precious":
        raise RuntimeError("somebody deleted it")


@functions_framework.cloud_event
def document_changed(cloud_event):
    """Protobuf, as Eventarc sends it by default."""
    change = firestore.DocumentEventData()
    change._pb.ParseFromString(cloud_event.data)
    assert cloud_event["type"] == "google.cloud.firestore.document.v1.written"
    assert cloud_event["document"].startswith("users/")
    path = change.value.name or change.old_value.name
    assert path.endswith("/documents/" + cloud_event["document"])
    if not change.value:
        assert change.old_value.fields["name"].string_value == "Zoë"
        return
    fields = change.value.fields
    assert fields["name"].string_value == "Zoë"
    assert fields["age"].integer_value == -36
    assert fields["score"].double_value == 0.5
    assert fields["open"].boolean_value is True
    assert [each.string_value for each in fields["tags"].array_value.values] == ["a", "b"]
    assert fields["home"].map_value.fields["city"].string_value == "Köln"


@functions_framework.cloud_event
def order_created(cloud_event):
    """JSON, which a trigger may ask for."""
    assert cloud_event["type"] == "google.cloud.firestore.document.v1.created"
    value = cloud_event.data["value"]
    assert not cloud_event.data.get("oldValue")
    assert value["fields"]["total"] == {"integerValue": "9"}
    assert RFC_3339.fullmatch(value["createTime"])


def ledger(data, context):
    assert context.event_type == "providers/cloud.firestore/eventTypes/document.update"
    assert "/documents/ledger/" in context.resource
    assert data["oldValue"]["fields"]["cents"] == {"integerValue": "1"}
    assert data["value"]["fields"]["cents"] == {"integerValue": "2"}
    assert data["updateMask"] == {"fieldPaths": ["cents"]}


@functions_framework.cloud_event
def alert(cloud_event):
    """Any event of one's own."""
    assert cloud_event["type"] == "com.example.alert"
    if cloud_event.data["level"] == "fatal":
        raise RuntimeError("fatal")
    assert cloud_event.data == {"level": "warn", "text": "Zoë"}
