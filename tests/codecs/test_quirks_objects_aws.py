"""The quirks of S3's events, one by one; each test names its row."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from faasport.runtime.errors import PayloadError
from faasport.runtime.object_event import ObjectEvent
from faasport_aws.runtime import s3
from tests.codecs.aws_events import CHANGE, CREATED, CUSTOM, TEST_EVENT, one


def changed(name: str = "ObjectCreated:Put", **members: Any) -> ObjectEvent:
    told = {"key": "k", **members}
    record = {**CHANGE, "eventName": name, "s3": {"bucket": {"name": "b"}, "object": told}}
    event: ObjectEvent = one(s3, record)
    return event


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("New+File.jpg", "New File.jpg"),
        ("Happy%20Face.jpg", "Happy Face.jpg"),
        ("tier%2Dtest.dat", "tier-test.dat"),
        ("a%2Bb/%E4%B8%96.txt", "a+b/世.txt"),
        ("100%25", "100%"),
    ],
)
def test_s1_keys_of_notifications_are_encoded(key: str, expected: str) -> None:
    event = changed(key=key, urlDecodedKey="never this")

    assert (event.key, event.subject, event.uri) == (expected, expected, f"s3://b/{expected}")


@pytest.mark.parametrize("key", ["New+File.jpg", "Happy%20Face.jpg", "a b"])
def test_s1_keys_in_eventbridge_are_not(key: str) -> None:
    native = copy.deepcopy(CREATED)
    native["detail"]["object"]["key"] = key  # type: ignore[index]

    (event,) = s3.decode_events(native)

    assert event.key == key


def test_s3_a_test_event_is_no_event() -> None:
    assert s3.decode_events(TEST_EVENT) == ()


def test_s4_what_is_deleted_has_no_size() -> None:
    event = changed("ObjectRemoved:DeleteMarkerCreated", versionId="v")

    assert (event.kind, event.type) == ("deleted", "object.deleted")
    assert (event.size, event.etag, event.version) == (None, None, "v")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ObjectCreated:CompleteMultipartUpload", "created"),
        ("s3:ObjectCreated:Copy", "created"),
        ("ObjectRemoved:Delete", "deleted"),
        ("s3:ObjectRestore:Completed", "restored"),
        ("s3:ObjectRestore:Post", "updated"),
        ("s3:ObjectRestore:Delete", "archived"),
        ("s3:Replication:OperationFailedReplication", "updated"),
        ("s3:LifecycleExpiration:DeleteMarkerCreated", "deleted"),
        ("s3:LifecycleTransition", "archived"),
        ("s3:IntelligentTiering", "archived"),
        ("s3:ObjectTagging:Put", "updated"),
        ("s3:ObjectAcl:Put", "updated"),
        ("ReducedRedundancyLostObject", "deleted"),
        ("s3:SomethingNew", "updated"),
    ],
)
def test_s5_names_of_events_are_kinds(name: str, kind: str) -> None:
    assert changed(name).kind == kind


def test_s6_blocks_of_their_own_stay_in_native() -> None:
    record = {**CHANGE, "glacierEventData": {"restoreEventData": {}}}

    assert one(s3, record).native["glacierEventData"] == {"restoreEventData": {}}


def test_s6_intelligent_tiering_has_another_name_for_the_object() -> None:
    told = {"bucket": {"name": "b"}, "get_object": {"key": "k", "size": 2}}

    assert one(s3, {**CHANGE, "s3": told}).size == 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Object Created", "created"),
        ("Object Deleted", "deleted"),
        ("Object Restore Initiated", "updated"),
        ("Object Restore Completed", "restored"),
        ("Object Restore Expired", "archived"),
        ("Object Storage Class Changed", "archived"),
        ("Object Access Tier Changed", "archived"),
        ("Object ACL Updated", "updated"),
        ("Object Tags Added", "updated"),
        ("Object Tags Deleted", "updated"),
    ],
)
def test_s7_both_forms_are_the_same_event(name: str, kind: str) -> None:
    told = {"key": "k", "size": 5, "etag": '"0f"', "version-id": "v"}
    detail = {"bucket": {"name": "b"}, "object": told}

    (event,) = s3.decode_events({**CREATED, "detail-type": name, "detail": detail})

    assert (event.kind, event.size, event.etag, event.version) == (kind, 5, "0f", "v")
    assert event.source == changed().source == "arn:aws:s3:::b"


@pytest.mark.parametrize("native", [CUSTOM, {**CREATED, "detail": {}}, {**CREATED, "source": "x"}])
def test_s7_another_event_of_eventbridge_is_none_of_a_bucket(native: Any) -> None:
    with pytest.raises(PayloadError, match="This is an EventBridge event, not a change to an S3"):
        s3.decode_events(native)
