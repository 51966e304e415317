"""What Azure answers where it does not do what it was asked, and the fault that it is.

https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faasport.deployer import faults
from faasport.deployer.faults import Fault

_ACTION = re.compile(r"(?:perform|over|the) (?:the )?actions? '([^']+)'", re.IGNORECASE)
_NAMESPACE = re.compile(r"namespace '([^']+)'", re.IGNORECASE)
_LOGIN = "Run az login again, or renew what AZURE_CLIENT_SECRET or the other variables say."
_QUOTA = (
    "Ask for more (https://portal.azure.com, Quotas), or deploy to another region or subscription."
)
_ELSEWHERE = "Choose another region (targets.azure.region), or register the service there."
_NAME = "Choose another name: --set name=NAME, or targets.azure.deploy.parameters."
_WAIT = "Wait until it is done, or use --wait."
_AGAIN = "Wait a moment, then give the same command again: what is done stays as it is."
_ROLES = (
    ": by a role such as Contributor on the resource group, and for role assignments by Role Based "
    "Access Control Administrator."
)
_FIX = "Put right what it says, then deploy again."

# By code: the fault, and what to do.
_CODES: dict[str, tuple[type[Fault], str]] = {
    "AuthorizationFailed": (faults.Denied, ""),
    "LinkedAuthorizationFailed": (faults.Denied, ""),
    "LinkedAccessCheckFailed": (faults.Denied, ""),
    "InsufficientAccessError": (faults.Denied, ""),
    "Forbidden": (faults.Denied, ""),
    "RequestDisallowedByPolicy": (
        faults.Denied,
        "A policy of the subscription forbids it: ask its owner.",
    ),
    "ReadOnlyDisabledSubscription": (faults.Denied, "Enable the subscription."),
    "ExpiredAuthenticationToken": (faults.ExpiredCredentials, _LOGIN),
    "InvalidAuthenticationToken": (faults.ExpiredCredentials, _LOGIN),
    "AuthenticationFailed": (faults.NoCredentials, _LOGIN),
    "InvalidAuthenticationTokenTenant": (
        faults.NoCredentials,
        "Log in to the tenant of that subscription: az login --tenant ID.",
    ),
    "SubscriptionNotFound": (
        faults.BadSetting,
        "Set the id of a subscription that you may see: az account list.",
    ),
    "InvalidSubscriptionId": (faults.BadSetting, "Set the id of a subscription: az account list."),
    "QuotaExceeded": (faults.OverQuota, _QUOTA),
    "ResourceQuotaExceeded": (faults.OverQuota, _QUOTA),
    "ResourceCountExceedsLimitDueToQuota": (faults.OverQuota, _QUOTA),
    "SubscriptionIsOverQuotaForSku": (faults.OverQuota, _QUOTA),
    "MaxStorageAccountsCountPerSubscriptionExceeded": (faults.OverQuota, _QUOTA),
    "ResourceGroupQuotaExceeded": (faults.OverQuota, _QUOTA),
    "DeploymentQuotaExceeded": (
        faults.OverQuota,
        "Delete old deployments of the group: az deployment group delete.",
    ),
    "RoleAssignmentLimitExceeded": (faults.OverQuota, "Remove role assignments that nobody needs."),
    "StorageAccountAlreadyTaken": (faults.NameTaken, _NAME),
    "StorageAccountAlreadyExists": (faults.NameTaken, _NAME),
    "AccountNameAlreadyExists": (faults.NameTaken, _NAME),
    "WebsiteAlreadyExists": (faults.NameTaken, _NAME),
    "NamespaceAlreadyExists": (faults.NameTaken, _NAME),
    "LocationNotAvailableForResourceType": (faults.NotThere, _ELSEWHERE),
    "LocationNotAvailableForResourceGroup": (faults.NotThere, _ELSEWHERE),
    "LocationNotSupported": (faults.NotThere, _ELSEWHERE),
    "NoRegisteredProviderFound": (faults.NotThere, _ELSEWHERE),
    "SkuNotAvailable": (faults.NotThere, _ELSEWHERE),
    "MissingSubscriptionRegistration": (faults.NotThere, ""),
    "DeploymentActive": (faults.Busy, _WAIT),
    "ResourceGroupBeingDeleted": (faults.Busy, _WAIT),
    "ScopeLocked": (
        faults.Denied,
        "Have the lock removed: az lock list, az lock delete.",
    ),
    # https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
    "RoleAssignmentExists": (
        faults.Failed,
        "Remove the one that somebody has made (az role assignment delete), then deploy again.",
    ),
    "RoleAssignmentUpdateNotPermitted": (
        faults.Failed,
        "It is of an identity that is gone: az role assignment delete, then deploy again.",
    ),
    "AnotherOperationInProgress": (faults.Busy, _WAIT),
    "OperationInProgress": (faults.Busy, _WAIT),
    "TooManyRequests": (faults.Throttled, _AGAIN),
    "SubscriptionRequestsThrottled": (faults.Throttled, _AGAIN),
    "ResourceRequestsThrottled": (faults.Throttled, _AGAIN),
}
_STATUSES: dict[int, tuple[type[Fault], str]] = {
    401: (faults.ExpiredCredentials, _LOGIN),
    403: (faults.Denied, ""),
    429: (faults.Throttled, _AGAIN),
}
# Codes that say less than the sentence beside them.
_SENTENCES: tuple[tuple[str, tuple[type[Fault], str]], ...] = (
    (r"quota", (faults.OverQuota, _QUOTA)),
    (r"already (exists|taken|in use)", (faults.NameTaken, _NAME)),
)


@dataclass(frozen=True)
class Refusal:
    """One error, without those around it that only say that there is one."""

    code: str = ""
    message: str = ""
    status: int = 0
    request: str = ""

    @property
    def told(self) -> str:
        parts = (self.code or (f"HTTP {self.status}" if self.status else ""), self.message.strip())
        said = ": ".join(filter(None, parts)) or "no reason was given"
        return said.rstrip(".") + (f" (request {self.request})." if self.request else ".")

    @property
    def row(self) -> tuple[type[Fault], str] | None:
        found = _CODES.get(self.code)
        if found is None and self.status not in _STATUSES:
            rows = (row for told, row in _SENTENCES if re.search(told, self.message, re.IGNORECASE))
            found = next(rows, None)
        return found or _STATUSES.get(self.status)


def of_error(error: Any, status: int = 0, request: str = "") -> Refusal:
    """Of an `error` and what is nested in it: the first that the table knows, or the innermost."""
    every = [Refusal(code, message, 0, request) for code, message in _walked(error)]
    known = [each for each in every if each.code in _CODES]
    chosen = known[0] if known else every[-1] if every else Refusal(request=request)
    return Refusal(chosen.code, chosen.message, status, request)


def fault(where: str, refusal: Refusal, asked: str = "") -> Fault:
    """The fault that it is; `asked` is the action, where the answer does not name it."""
    kind, fix = refusal.row or (_usual(refusal.status), _FIX)
    if kind is faults.Denied and not fix:
        found = _ACTION.search(refusal.message)
        action = found[1] if found else asked
        return kind(where, refusal.told, f"Have {action or 'it'} allowed{_ROLES}")
    if refusal.code == "MissingSubscriptionRegistration":
        found = _NAMESPACE.search(refusal.message)
        fix = f"Run: az provider register --namespace {found[1] if found else 'NAMESPACE'}"
    if kind is faults.Unreachable:
        fix = _AGAIN
    return kind(where, refusal.told, fix)


def _usual(status: int) -> type[Fault]:
    return faults.Unreachable if status >= 500 or status == 408 else faults.Failed


def _walked(error: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(error, Mapping):
        return
    inner = error.get("error")
    if isinstance(inner, Mapping):
        yield from _walked(inner)
        return
    message = error.get("message") or error.get("Message") or ""
    nested = _parsed(message)
    if nested is None:
        yield str(error.get("code") or error.get("Code") or ""), str(message)
    else:
        yield from _walked(nested)
    for each in error.get("details") or ():
        yield from _walked(each)


def _parsed(message: Any) -> Mapping[str, Any] | None:
    """Services' errors are often JSON within a text."""
    if not isinstance(message, str) or not message.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(message)
    except ValueError:
        return None
    return found if isinstance(found, Mapping) else None
