"""All types of resources that we deploy, in the order in which they are removed: what calls goes
before what is called, and what holds others last."""

from __future__ import annotations

from faasport_gcp.deployer.accounts import Accounts
from faasport_gcp.deployer.buckets import Buckets
from faasport_gcp.deployer.eventarc import Channels, Triggers
from faasport_gcp.deployer.functions import Functions
from faasport_gcp.deployer.jobs import Jobs
from faasport_gcp.deployer.kind import Kind
from faasport_gcp.deployer.members import MEMBERS
from faasport_gcp.deployer.objects import Objects
from faasport_gcp.deployer.pubsub import OfTriggers, Subscriptions, Topics

FUNCTIONS, ACCOUNTS, BUCKETS, OBJECTS = Functions(), Accounts(), Buckets(), Objects()
TRIGGERS = Triggers()
SUBSCRIPTIONS = Subscriptions()
_LISTED: tuple[Kind, ...] = (
    Jobs(),
    TRIGGERS,
    SUBSCRIPTIONS,
    FUNCTIONS,
    Topics(),
    Channels(),
    ACCOUNTS,
    OBJECTS,
    BUCKETS,
)
KINDS: dict[str, Kind] = {each.type: each for each in (*_LISTED, OfTriggers(), *MEMBERS.values())}
LISTED = tuple(each.type for each in _LISTED)
"""Those that the platform can list."""
