"""A resource by its id: what it is, what it is called, and what goes with it."""

from __future__ import annotations

from collections.abc import Iterable

_PROVIDERS = "/providers/"
# What holds messages or objects of the user's, in whatever it is.
_DATA = (
    "microsoft.storage/storageaccounts/blobservices/containers",
    "microsoft.storage/storageaccounts/queueservices/queues",
    "microsoft.documentdb/databaseaccounts",
    "microsoft.documentdb/databaseaccounts/sqldatabases",
    "microsoft.documentdb/databaseaccounts/sqldatabases/containers",
    "microsoft.eventhub/namespaces",
    "microsoft.eventhub/namespaces/eventhubs",
    "microsoft.servicebus/namespaces",
    "microsoft.servicebus/namespaces/queues",
    "microsoft.servicebus/namespaces/topics",
    "microsoft.servicebus/namespaces/topics/subscriptions",
)
# What our own templates make beside that. Whatever else there is, the user has added by
# `document`, and only they know what it holds.
_NO_DATA = (
    "microsoft.alertsmanagement/",
    "microsoft.authorization/",
    "microsoft.eventgrid/",
    "microsoft.insights/",
    "microsoft.operationalinsights/workspaces",
    "microsoft.resources/",
    "microsoft.storage/storageaccounts",
    "microsoft.web/",
    "microsoft.eventhub/namespaces/eventhubs/consumergroups",
    "microsoft.documentdb/databaseaccounts/sqlroleassignments",
)
# In which order what there is goes away: who is told of things before what they listen to.
_ORDER = (
    "microsoft.eventgrid/eventsubscriptions",
    "microsoft.eventgrid/systemtopics/eventsubscriptions",
    "microsoft.eventgrid/topics/eventsubscriptions",
    "microsoft.authorization/roleassignments",
    "microsoft.documentdb/databaseaccounts/sqlroleassignments",
    "microsoft.web/sites",
    "microsoft.web/serverfarms",
    "microsoft.insights/components",
    "microsoft.operationalinsights/workspaces",
    "microsoft.eventgrid/systemtopics",
)


def kind(id_: str) -> str:
    """Its type: of `.../providers/Microsoft.Web/sites/orders`, Microsoft.Web/sites."""
    parts = _own(id_)
    return "/".join([parts[0], *parts[1::2]])


def name(id_: str, says: str = "") -> str:
    """Its names, without those that are always "default". Of what is on another resource, such as
    a role, what it `says` and on what: its own name is a number."""
    on, _, _ = id_.rpartition(_PROVIDERS)
    if on.count(_PROVIDERS):
        return f"{says or kind(id_).rpartition('/')[2]} on {name(on)}"
    return "/".join(each for each in _own(id_)[2::2] if each != "default")


def holds_data(id_: str) -> bool:
    """Whether the user's data goes with it, as far as its kind tells. A storage account may hold
    nothing but the app's package."""
    own = kind(id_).lower()
    return own in _DATA or not own.startswith(_NO_DATA)


def may_hold_data(id_: str) -> bool:
    """Whether it is not to be deleted unasked: a storage account goes with all that is in it."""
    return holds_data(id_) or kind(id_).lower() == "microsoft.storage/storageaccounts"


def root(id_: str, group: str) -> str | None:
    """What a list of the group `group` has: it, or what it is a part of. None of what is elsewhere,
    and of what is in no such list."""
    head = f"{group}{_PROVIDERS}"
    if not id_.lower().startswith(head.lower()):
        return None
    parts = id_[len(head) :].split("/")
    if parts[0].lower() in ("microsoft.authorization", "microsoft.resources"):
        return None
    return id_[: len(head)] + "/".join(parts[:3])


def is_below(id_: str, parents: Iterable[str]) -> bool:
    """Whether it goes when one of these goes."""
    own = id_.lower()
    return any(own.startswith(f"{each.lower()}/") for each in parents)


def in_order(ids: Iterable[str]) -> list[str]:
    """Roots last: what hangs on others goes first."""
    return sorted(ids, key=lambda each: (_rank(each), -each.count("/"), each.lower()))


def same(ids: Iterable[str]) -> dict[str, str]:
    """By the id in small letters, since ids are alike in either case."""
    return {each.lower(): each for each in ids}


def _rank(id_: str) -> int:
    own = kind(id_).lower()
    return _ORDER.index(own) if own in _ORDER else len(_ORDER)


def _own(id_: str) -> list[str]:
    return id_.rpartition(_PROVIDERS)[2].strip("/").split("/")
