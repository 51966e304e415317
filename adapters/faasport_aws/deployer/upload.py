"""What is uploaded, under the name of its digest: what is there already stays as it is."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from faasport.deployer.deployer import Progress
from faasport.packager.archive import sha256
from faasport_aws.deployer.refused import Refused
from faasport_aws.deployer.site import Site

_THERE = ("PreconditionFailed", "ConditionalRequestConflict")
_NAME = re.compile(r"[0-9a-f]{64}-[^/]+")


@dataclass(frozen=True)
class Upload:
    """One object: what it holds, and its key in the bucket. `name` is for people."""

    name: str
    content: bytes
    key: str
    sha256: str

    @property
    def checksum(self) -> str:
        return checksum(self.sha256)


def checksum(sha256: str) -> str:
    """As S3 and Lambda write a digest."""
    return base64.b64encode(bytes.fromhex(sha256)).decode()


def is_ours(site: Site, key: str) -> bool:
    """Whether we have put it there: in a bucket of the user's own there may be more."""
    return key.startswith(site.prefix) and bool(_NAME.fullmatch(key.removeprefix(site.prefix)))


def upload(site: Site, name: str, content: bytes) -> Upload:
    """What is there now, whatever was packaged."""
    digest = sha256(content)
    return Upload(name, content, f"{site.prefix}{digest}-{name}", digest)


def put(site: Site, bucket: str, given: Upload, progress: Progress) -> None:
    """Whole, or not at all: S3 checks the digest before there is anything under the key."""
    place = {"Bucket": bucket, "Key": given.key, "ExpectedBucketOwner": site.account.number}
    sizes = site.account.ask("s3", "list_objects_v2", **{**_listed(place), "MaxKeys": 1})
    found = {each["Key"]: each["Size"] for each in sizes.get("Contents", ())}
    if found.get(given.key) == len(given.content):
        return
    progress(f"Uploading {given.name} ({len(given.content) / 1e6:.1f} MB)")
    # A repeated request must not make another version of it.
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    only_new = {} if given.key in found else {"IfNoneMatch": "*"}
    try:
        site.account.ask(
            "s3",
            "put_object",
            Body=given.content,
            ChecksumSHA256=given.checksum,
            **place,
            **only_new,
        )
    except Refused as refused:
        if refused.code not in _THERE:
            raise


def _listed(place: dict[str, str]) -> dict[str, str]:
    """A question whose answer says why not; that to a HEAD has no body to say it in."""
    return {("Prefix" if key == "Key" else key): value for key, value in place.items()}
