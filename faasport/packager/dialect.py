"""How code shows that it was written for one platform: rows of tables in the adapters, by which
`faasport check` tells the other targets apart. The core knows no platform by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Argument = tuple[int | None, str]
"""A place among the arguments, or none, and a name, or none."""
NEITHER: Argument = (None, "")


@dataclass(frozen=True)
class Write:
    """Which argument of a method names a bucket, and which an object in it."""

    bucket: Argument = NEITHER
    key: Argument = NEITHER


@dataclass(frozen=True)
class Brought:
    """A distribution that a platform gives its functions, so that their projects need not list it:
    to those that import `module`, or to all of them where that is empty."""

    requirement: str
    module: str = ""


@dataclass(frozen=True)
class Service:
    """One service of a platform, as code calls it. `kind` is what it does, in a word that all
    platforms share ("objects", "queue"), so that one finds its counterparts on the others."""

    kind: str
    title: str
    package: str = ""
    """The distribution by which code reaches it."""
    modules: tuple[str, ...] = ()
    """Import packages that are for it alone."""
    names: tuple[str, ...] = ()
    """What a client that serves many is made with: `client("objects")`."""


@dataclass(frozen=True)
class Dialect:
    """What belongs to one platform."""

    sdks: tuple[str, ...] = ()
    """Import packages of its SDKs, such as "acme" or "vendor.acme"."""
    clients: tuple[str, ...] = ()
    """Callables of them that make clients, in full."""
    payload_keys: frozenset[str] = frozenset()
    """Keys that only its raw payloads have."""
    result_keys: frozenset[str] = frozenset()
    """Keys that a dict has, all of them, which its own handlers answer with."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Regular expressions of what stands for one of its places, by what it is: "a region"."""
    secrets: Mapping[str, str] = field(default_factory=dict)
    """Regular expressions of its credentials, by what they are: "an access key"."""
    variables: str = ""
    """A regular expression of the variables that it sets itself."""
    placeholders: Mapping[str, str] = field(default_factory=dict)
    """Variables without which its SDK cannot be set up, with what stands for them while the guests
    that were written for it are imported on the developer's machine. None of it is deployed."""
    brings: tuple[Brought, ...] = ()
    """What guests that were written for it need elsewhere."""
    services: tuple[Service, ...] = ()
    """What code may be bound to. Of one kind the first is what others are told of."""
    writes: Mapping[str, Write] = field(default_factory=dict)
    """Methods of its storage clients."""
    handles: Mapping[str, Write] = field(default_factory=dict)
    """Methods that give what these are called on: a bucket, or an object in one."""
