"""The shapes that a guest may name as its payload, and the codec that reads the answers of each."""

from __future__ import annotations

DEFAULT = "http-api-2.0"
CODECS = {
    DEFAULT: "http_v2",
    "rest-api-1.0": "http_v1",
    "alb": "alb",
    "alb-single": "alb_single",
    "function-url": "http_v2",
}
S3_EVENTBRIDGE = "s3-eventbridge"
"""The payload of a bucket whose changes come through EventBridge."""


def payload_named(told: str, name: str) -> str:
    """The shape of the HTTP events of the guest of this name. Raises DeclarationError."""
    payload = DEFAULT if told in ("", S3_EVENTBRIDGE) else told
    if payload not in CODECS:
        from faasport.runtime.errors import DeclarationError

        shapes = ", ".join((*CODECS, S3_EVENTBRIDGE))
        raise DeclarationError(f"{name}: there is no payload {told!r} of aws; known: {shapes}.")
    return payload
