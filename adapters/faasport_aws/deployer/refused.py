"""A service said no: what it said, before anybody has decided what that means."""

from __future__ import annotations


class Refused(Exception):
    """An error answer of AWS's. `action` is what IAM calls what was asked for."""

    def __init__(self, action: str, code: str, message: str, request: str, status: int) -> None:
        super().__init__(f"{action}: {code}: {message}")
        self.action = action
        self.code = code
        self.message = message
        self.request = request
        self.status = status

    @property
    def is_absent(self) -> bool:
        """Whether there is no such thing."""
        return self.code in ABSENT or (
            self.code == "ValidationError" and "does not exist" in self.message
        )


ABSENT = frozenset(
    {
        "404",  # a HEAD has no body to say more in
        "ChangeSetNotFound",
        "ChangeSetNotFoundException",
        "NoSuchBucket",
        "NoSuchKey",
        "NotFound",
        "AWS.SimpleQueueService.NonExistentQueue",
        "QueueDoesNotExist",
        "ResourceNotFoundException",
    }
)

# Where IAM's word is not the service and the operation.
# https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
ACTIONS = {
    "lambda:Invoke": "lambda:InvokeFunction",
    "s3:DeleteObjects": "s3:DeleteObjectVersion",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
}
PREFIXES = {"resourcegroupstaggingapi": "tag"}


def action(service: str, operation: str) -> str:
    """What a policy must allow for it."""
    plain = f"{PREFIXES.get(service, service)}:{operation}"
    return ACTIONS.get(plain, plain)
