"""The bucket of what is uploaded: one for the account in a region, made once and kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from faasport.deployer import waiting
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import BadSetting, NameTaken
from faasport_aws.deployer import upload as uploads
from faasport_aws.deployer.refused import Refused
from faasport_aws.deployer.site import Site

READY = {"Key": "faasport:bucket", "Value": "ready"}
"""Put on last: one without it was left half made."""
_UNSET = ("NoSuchTagSet", "NoSuchTagSetError")
_NOT_YET = ("NoSuchBucket", "OperationAborted")
_PATIENCE = 60.0
_DENIED = ("AccessDenied", "AllAccessDisabled")


def ready(site: Site, progress: Progress) -> str:
    """The name of the bucket, which is there and ours when this is through."""
    own = site.chosen.deploy.bucket
    if own:
        return _existing(site, own)
    plain, other = names(site)
    if _is_made(site, plain, progress):
        return plain
    if _is_made(site, other, progress):
        return other
    raise NameTaken(
        site.where,
        f"the buckets {plain} and {other} belong to another account.",
        "Name one of your own with `--set bucket=NAME`, or `targets.aws.deploy.bucket`.",
    )


def _is_made(site: Site, name: str, progress: Progress) -> bool:
    """Whether it is there now, and ours. Of another's, S3 says no more than that we may not."""
    try:
        if not _is_ready(site, name):
            progress(f"Making the bucket {name}")
            _make(site, name)
    except Refused as refused:
        if refused.code == "BucketAlreadyExists" or _is_anothers(site, name, refused):
            return False
        raise
    return True


def _is_anothers(site: Site, name: str, refused: Refused) -> bool:
    """Whether we may not because it is not our bucket: who makes it once more is told that.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    """
    if refused.code not in _DENIED or refused.action == "s3:CreateBucket":
        return False
    try:
        _create(site, name)
    except Refused as second:
        return second.code == "BucketAlreadyExists"
    return False


def with_uploads(site: Site) -> str | None:
    """The bucket that has something of ours, if there is one."""
    own = site.chosen.deploy.bucket
    for name in (own,) if own else names(site)[::-1]:
        try:
            return name if any(_uploaded(site, name)) else None
        except Refused as refused:
            if not refused.is_absent:
                raise
    return None


def _uploaded(site: Site, name: str) -> Iterator[bool]:
    """Whether it is ours, of everything below our prefix."""
    arguments = {"Prefix": site.prefix, "ExpectedBucketOwner": site.account.number}
    for page in site.account.pages("s3", "list_object_versions", Bucket=name, **arguments):
        for each in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
            yield uploads.is_ours(site, each["Key"])


def named(site: Site, deployed: Mapping[str, Any]) -> str:
    """The one that a template was deployed from, or will be; it asks nothing."""
    own = site.chosen.deploy.bucket
    possible = (own,) if own else names(site)
    uris = {
        str(properties.get(key))
        for each in deployed.get("Resources", {}).values()
        if (properties := each.get("Properties") or {})
        for key in ("CodeUri", "ContentUri")
    }
    used = (each for each in possible for uri in uris if uri.startswith(f"s3://{each}/"))
    return next(used, possible[0])


def names(site: Site) -> tuple[str, str]:
    """What it is called, and what if somebody else has taken that: names are the world's.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    """
    plain = f"faasport-{site.account.number}-{site.account.region}"
    return plain, f"{plain}-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"


def _existing(site: Site, name: str) -> str:
    try:
        _ask(site, "list_objects_v2", name, MaxKeys=1)
    except Refused as refused:
        if not refused.is_absent:
            raise
        raise BadSetting(
            "targets.aws.deploy.bucket",
            f"there is no bucket {name} in account {site.account.number}.",
            "Make it, or leave the setting out: then we make one.",
        ) from refused
    return name


def _is_ready(site: Site, name: str) -> bool:
    try:
        tags = _ask(site, "get_bucket_tagging", name)["TagSet"]
    except Refused as refused:
        if refused.is_absent or refused.code in _UNSET:
            return False
        raise
    return READY in tags


def _make(site: Site, name: str) -> None:
    """Each step may be done already."""
    _create(site, name)
    for method, arguments in _settings(site, name).items():
        _settled(site, method, name, arguments)


def _settled(site: Site, method: str, name: str, arguments: Mapping[str, Any]) -> None:
    """S3 may be at work on a bucket that was just made, by us or by another run.

    https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    """

    def done() -> bool | None:
        try:
            _ask(site, method, name, **arguments)
        except Refused as refused:
            if refused.code not in _NOT_YET:
                raise
            return None
        return True

    if not waiting.until(done, within=_PATIENCE):
        _ask(site, method, name, **arguments)


def _create(site: Site, name: str) -> None:
    region = site.account.region
    # "us-east-1" is the one that must not be named:
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    place = {} if region == "us-east-1" else {"LocationConstraint": region}
    placed = {"CreateBucketConfiguration": place} if place else {}
    try:
        site.account.ask("s3", "create_bucket", Bucket=name, **placed)
    except Refused as refused:
        if refused.code != "BucketAlreadyOwnedByYou":
            raise


def _settings(site: Site, name: str) -> dict[str, dict[str, Any]]:
    closed = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
    encrypted = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    return {
        "put_public_access_block": {
            "PublicAccessBlockConfiguration": dict.fromkeys(closed, True),
        },
        "put_bucket_encryption": {"ServerSideEncryptionConfiguration": {"Rules": [encrypted]}},
        "put_bucket_versioning": {"VersioningConfiguration": {"Status": "Enabled"}},
        "put_bucket_policy": {"Policy": json.dumps(_policy(site, name))},
        "put_bucket_lifecycle_configuration": {"LifecycleConfiguration": {"Rules": [_RULE]}},
        "put_bucket_tagging": {"Tagging": {"TagSet": [READY]}},
    }


_RULE = {
    "ID": "what-nobody-needs",
    "Status": "Enabled",
    "Filter": {"Prefix": ""},
    "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
}


def _policy(site: Site, name: str) -> dict[str, Any]:
    """Nothing without TLS.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
    """
    arn = f"arn:{site.account.partition}:s3:::{name}"
    statement = {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _ask(site: Site, method: str, name: str, **arguments: Any) -> dict[str, Any]:
    """One of another account's is as good as none, whatever it lets us do.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
    """
    owner = site.account.number
    return site.account.ask("s3", method, Bucket=name, ExpectedBucketOwner=owner, **arguments)
