"""What DynamoDB and S3 call what happened, by our names of it."""

from __future__ import annotations

from collections.abc import Mapping

# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
CHANGES: Mapping[str, tuple[str, ...]] = {
    "insert": ("INSERT",),
    "update": ("MODIFY",),
    "delete": ("REMOVE",),
    "upsert": ("INSERT", "MODIFY"),
}

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
OBJECTS: Mapping[str, tuple[str, ...]] = {
    "created": ("Object Created",),
    "deleted": ("Object Deleted",),
    "restored": ("Object Restore Completed",),
    "updated": (
        "Object Restore Initiated",
        "Object ACL Updated",
        "Object Tags Added",
        "Object Tags Deleted",
    ),
    "archived": (
        "Object Restore Expired",
        "Object Storage Class Changed",
        "Object Access Tier Changed",
    ),
}
