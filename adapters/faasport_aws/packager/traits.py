"""What may be said of Lambda functions alone: for all of a project, or for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from faasport.project.table import Table, before, bounds, fault, rule, text

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
Retention = Literal[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
]  # fmt: skip
# https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
Named = Literal[
    "AllAtOnce",
    "Canary10Percent5Minutes",
    "Canary10Percent10Minutes",
    "Canary10Percent15Minutes",
    "Canary10Percent30Minutes",
    "Linear10PercentEvery1Minute",
    "Linear10PercentEvery2Minutes",
    "Linear10PercentEvery3Minutes",
    "Linear10PercentEvery10Minutes",
]
# https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
Bus = Annotated[
    str, text(pattern=r"^arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/[/._A-Za-z0-9-]+$")
]


class Canary(Table):
    """How a new version gets the requests of the one before: by a configuration of CodeDeploy's
    (`type`), or `percent` of them for so many `minutes`, then all; or, `linear`, so many percent
    more every so many minutes. It goes back when one of the `alarms` is raised, or ours.

    `canary = "Canary10Percent5Minutes"` is short for a table with that `type`.
    """

    type: Named | None = None
    percent: Annotated[int, bounds(ge=1, le=99)] | None = None
    minutes: Annotated[int, bounds(ge=1, le=2880)] | None = None
    linear: bool = False
    alarms: list[Annotated[str, text(min_length=1, max_length=255)]] = []
    """Names of alarms of CloudWatch's that exist."""

    @rule
    def _one_way(self) -> Canary:
        weighted = (self.percent is not None, self.minutes is not None)
        if all(weighted) == (self.type is not None) or any(weighted) != all(weighted):
            raise fault("bad_canary", "A canary has either a type, or both percent and minutes")
        if self.linear and self.type is not None:
            raise fault("bad_canary", "A type says by itself whether it is linear")
        return self


def _table(given: Any) -> Any:
    return {"type": given} if isinstance(given, str) else given


class TraitSettings(Table):
    """The keys of the tables. What is left out is said by the table above, or by `Traits`."""

    live: bool | None = None
    canary: Annotated[Canary, before(_table)] | None = None
    snap_start: bool | None = None
    tracing: bool | None = None
    log_retention_days: Retention | None = None
    event_bus: Bus | None = None


KEYS = tuple(TraitSettings.table_fields)


@dataclass(frozen=True)
class Traits:
    """What holds for one Lambda function."""

    live: bool = False
    """Whether it has versions, and what calls it calls the alias of this name."""
    canary: Canary | None = None
    snap_start: bool = False
    tracing: bool = False
    log_retention_days: int = 30
    event_bus: str | None = None


def traits(*tables: TraitSettings, live: bool = False) -> Traits:
    """What the last table says that says anything. `live` asks for the alias for other reasons."""
    said = {
        key: value for table in tables for key in KEYS if (value := getattr(table, key)) is not None
    }
    made = Traits(**said)
    # None of these is without a version, and an alias is what finds the newest.
    needed = live or made.snap_start or made.canary is not None
    return Traits(**{**said, "live": made.live or needed})


def differing(tables: Sequence[TraitSettings]) -> Iterator[str]:
    """Keys that functions of one unit want different things of."""
    for key in KEYS:
        values = [getattr(table, key) for table in tables]
        if any(value != values[0] for value in values):
            yield key
