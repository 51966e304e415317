"""How archives reach Lambda: with the request, or through a bucket if they are too large for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from faasport.packager.limit import MEGABYTE, Limit
from faasport.packager.target import Artifact
from faasport_aws.packager.terraform.argument import Arguments
from faasport_aws.packager.terraform.block import COMMENT, Block
from faasport_aws.packager.terraform.expression import Scope

IN_REQUEST = Limit(
    50 * MEGABYTE, "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
)
BUCKET = "archives"


def large(artifacts: Iterable[Artifact]) -> frozenset[str]:
    """The paths of archives that might be too large: unpacked, they are."""
    return frozenset(
        artifact.path
        for artifact in artifacts
        if artifact.archive and sum(map(len, artifact.files.values())) > IN_REQUEST.highest
    )


def bucket(prefix: str, scope: Scope) -> Iterator[Block]:
    """The bucket of those, which goes with all that is in it.

    https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
    """
    if not scope.uploaded:
        return
    said = {COMMENT: "What is too large to be sent with a request."}
    made = Block(
        "aws_s3_bucket", BUCKET, {**said, "bucket_prefix": f"{prefix}-", "force_destroy": True}
    )
    yield made
    closed = ("block_public_acls", "block_public_policy", "ignore_public_acls")
    yield Block(
        "aws_s3_bucket_public_access_block",
        BUCKET,
        {
            **said,
            "bucket": made.of("id"),
            **dict.fromkeys((*closed, "restrict_public_buckets"), True),
        },
    )
    for path in sorted(scope.uploaded):
        key = f'${{filesha256("{_beside(path)}")}}/{path}'
        body = {**said, "bucket": made.of("id"), "key": key, "source": _beside(path)}
        yield Block("aws_s3_object", _name(path), body)


def code(path: Any, scope: Scope) -> Arguments:
    """The arguments that say where the code of a function, or a layer, is."""
    digest = {"source_code_hash": f'${{filebase64sha256("{_beside(path)}")}}'}
    if path not in scope.uploaded:
        return {"filename": _beside(path), **digest}
    uploaded = f"aws_s3_object.{_name(path)}"
    return {"s3_bucket": f"${{{uploaded}.bucket}}", "s3_key": f"${{{uploaded}.key}}", **digest}


def _beside(path: str) -> str:
    return f"${{path.module}}/{path}"


def _name(path: str) -> str:
    return path.replace("-", "_").replace(".", "_")
