"""Loaded before runs are forked: the descriptions of the services, which the SDK otherwise reads
from files for each of its sessions."""

from __future__ import annotations

import boto3
import botocore.session
from botocore import loaders

_SHARED = loaders.create_loader()


def _shared(_search_path: str | None = None) -> loaders.Loader:
    return _SHARED


botocore.session.create_loader = _shared

_session = boto3.Session(
    region_name="eu-central-1", aws_access_key_id="none", aws_secret_access_key="none"
)
for _service in (
    "cloudformation",
    "lambda",
    "logs",
    "resourcegroupstaggingapi",
    "s3",
    "sqs",
    "sts",
):
    _session.client(_service)
