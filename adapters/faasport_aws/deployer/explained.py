"""What AWS's codes and the SDK's exceptions mean to whoever deploys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from faasport.deployer import faults
from faasport.deployer.faults import Fault
from faasport_aws.deployer.refused import Refused

if TYPE_CHECKING:  # the SDK is loaded where it is asked for something
    from botocore.exceptions import BotoCoreError

_CREDENTIALS = "https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-configure.html"
_QUOTAS = "https://console.aws.amazon.com/servicequotas"

# https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html,
# https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
# https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
CODES: Mapping[type[Fault], tuple[str, ...]] = {
    faults.Denied: (
        "403",
        "AccessDenied",
        "AccessDeniedException",
        "AllAccessDisabled",
        "AuthorizationError",
        "NotAuthorized",
        "UnauthorizedOperation",
    ),
    faults.ExpiredCredentials: (
        "ExpiredToken",
        "ExpiredTokenException",
        "RequestExpired",
        "TokenRefreshRequired",
    ),
    faults.NoCredentials: (
        "AuthFailure",
        "IncompleteSignature",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "InvalidToken",
        "MissingAuthenticationToken",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    ),
    faults.NotThere: (
        "OptInRequired",
        "SubscriptionRequiredException",
        "UnknownOperationException",
    ),
    faults.OverQuota: (
        "CodeStorageExceededException",
        "LimitExceeded",
        "LimitExceededException",
        "QuotaExceededException",
        "ServiceQuotaExceededException",
        "TooManyBuckets",
    ),
    faults.Throttled: (
        "429",
        "BandwidthLimitExceeded",
        "EC2ThrottledException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "Throttling",
        "ThrottledException",
        "ThrottlingException",
        "TooManyRequestsException",
    ),
    faults.NameTaken: ("BucketAlreadyExists", "AlreadyExistsException"),
    faults.Busy: (
        "ChangeSetNotFound",  # whoever carries out another one drops it
        "OperationAborted",
        "OperationInProgressException",
        "PreconditionFailedException",
    ),
}
MEANING = {code: fault for fault, codes in CODES.items() for code in codes}

FIXES: Mapping[type[Fault], str] = {
    faults.Denied: "Let this identity do {action}.",
    faults.ExpiredCredentials: "Sign in again (`aws sso login`), or get new ones; then run the "
    "same command again.",
    faults.NoCredentials: f"Sign in (`aws configure`, `aws sso login`), or name a profile with "
    f"`--set profile=NAME` ({_CREDENTIALS}).",
    faults.NotThere: "Choose another region with `--set region=NAME`, or have this account use it.",
    faults.OverQuota: f"Remove what is not needed, or ask for more ({_QUOTAS}); then run the same "
    "command again.",
    faults.Throttled: "Wait a little, and run the same command again: it goes on from there.",
    faults.Unreachable: "Run the same command again: it goes on from there.",
    faults.NameTaken: "Rename it, or remove what has the name.",
    faults.Busy: "Run the same command again.",
    faults.Failed: "Change what it names, and run the same command again.",
}
# Where the code alone tells what to do.
TO_DO: Mapping[str, str] = {
    "InsufficientCapabilitiesException": "Say all that it names, by commas: "
    "`--set capabilities=CAPABILITY_NAMED_IAM,CAPABILITY_AUTO_EXPAND`.",
    "RequestTimeTooSkewed": "Set the clock of this machine, which is far from AWS's.",
}
_MOVING = re.compile(r"is in \w+_IN_PROGRESS state|cannot be created again with the changeSet")
_TOLD = re.compile(r"not authorized to perform: ([\w-]+:\w+)")

# By the names of the SDK's own exceptions, nearest class first.
# https://github.com/boto/botocore/blob/develop/botocore/exceptions.py
EXCEPTIONS: Mapping[str, type[Fault]] = {
    "NoCredentialsError": faults.NoCredentials,
    "PartialCredentialsError": faults.NoCredentials,
    "UnauthorizedSSOTokenError": faults.ExpiredCredentials,
    "SSOTokenLoadError": faults.ExpiredCredentials,
    "TokenRetrievalError": faults.ExpiredCredentials,
    "LoginError": faults.ExpiredCredentials,
    "CredentialRetrievalError": faults.NoCredentials,
    "MetadataRetrievalError": faults.NoCredentials,
    "ProfileNotFound": faults.BadSetting,
    "NoRegionError": faults.BadSetting,
    "InvalidRegionError": faults.BadSetting,
    "ParamValidationError": faults.BadSetting,
    "InvalidConfigError": faults.BadSetting,
    "ConnectionError": faults.Unreachable,
    "HTTPClientError": faults.Unreachable,
    "ResponseStreamingError": faults.Unreachable,
    "ResponseParserError": faults.Unreachable,
}


class Place(Protocol):
    """What tells where it is, as far as that is known by then."""

    @property
    def where(self) -> str: ...


@contextmanager
def explained(site: Place) -> Iterator[None]:
    """What the services refuse in here is raised as the Fault that it means."""
    try:
        yield
    except Refused as refused:
        raise meant(refused, site.where) from refused


def meant(refused: Refused, where: str) -> Fault:
    """The fault that an answer is."""
    kind = MEANING.get(refused.code)
    if refused.code == "ValidationError" and _MOVING.search(refused.message):
        kind = faults.Busy
    if kind is None:
        kind = faults.Unreachable if refused.status >= 500 else faults.Failed
    action = _action(refused)
    said = refused.message.strip().rstrip(".") or "no more is said"
    asked = f"request {refused.request}" if refused.request else "no request id"
    return kind(
        where,
        f"{action} was answered with {refused.code}: {said} ({asked}).",
        TO_DO.get(refused.code) or FIXES[kind].format(action=action),
    )


def _action(refused: Refused) -> str:
    """The action that was denied may be another than was asked for, if one needs the other."""
    found = _TOLD.search(refused.message)
    return found[1] if found else refused.action


def broken(error: BotoCoreError, action: str, where: str, *, known: bool) -> Fault:
    """The fault that an exception of the SDK's own is: there was no answer. `known`: whether the
    SDK's list has the service in this region."""
    names = [each.__name__ for each in type(error).__mro__]
    kind = next((EXCEPTIONS[each] for each in names if each in EXCEPTIONS), faults.Failed)
    if kind is faults.Unreachable and not known and names[0] == "EndpointConnectionError":
        kind = faults.NotThere
    fix = FIXES.get(kind, "Correct it in `targets.aws.deploy`, or with `--set`.")
    said = str(error).strip().rstrip(".")
    return kind(where, f"{action}: {said}.", fix.format(action=action))
