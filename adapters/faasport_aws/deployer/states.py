"""What the states of a stack mean to us.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html#cfn-stack-status-codes
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Standing = Literal["empty", "steady", "dead", "stuck", "moving"]
"""`empty`: nobody has carried out its first change set. `steady`: whole, and can be changed.
`dead`: it can only be deleted. `stuck`: its rollback has to be finished first."""

STANDINGS: Mapping[str, Standing] = {
    "REVIEW_IN_PROGRESS": "empty",
    "CREATE_COMPLETE": "steady",
    "UPDATE_COMPLETE": "steady",
    "UPDATE_ROLLBACK_COMPLETE": "steady",
    "IMPORT_COMPLETE": "steady",
    "IMPORT_ROLLBACK_COMPLETE": "steady",
    # Somebody has had it not roll back; an update is a way out.
    "UPDATE_FAILED": "steady",
    "CREATE_FAILED": "dead",
    "ROLLBACK_COMPLETE": "dead",
    "ROLLBACK_FAILED": "dead",
    "DELETE_FAILED": "dead",
    "DELETE_COMPLETE": "dead",  # told of by its id alone
    "UPDATE_ROLLBACK_FAILED": "stuck",
    "IMPORT_ROLLBACK_FAILED": "stuck",
    "CREATE_IN_PROGRESS": "moving",
    "ROLLBACK_IN_PROGRESS": "moving",
    "DELETE_IN_PROGRESS": "moving",
    "UPDATE_IN_PROGRESS": "moving",
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": "moving",
    "UPDATE_ROLLBACK_IN_PROGRESS": "moving",
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": "moving",
    "IMPORT_IN_PROGRESS": "moving",
    "IMPORT_ROLLBACK_IN_PROGRESS": "moving",
}
GONE = "DELETE_COMPLETE"
DONE = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE", GONE})
"""What an operation ends with if all went well."""


def standing(status: str) -> Standing:
    """Of a state that we do not know we know at least whether something is going on."""
    return STANDINGS.get(status, "moving" if status.endswith("_IN_PROGRESS") else "steady")


def is_over(status: str) -> bool:
    """Whether nothing more happens by itself."""
    return not status.endswith("_IN_PROGRESS")
