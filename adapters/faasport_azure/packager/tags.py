"""Tags: on every resource that takes them.

https://learn.microsoft.com/azure/azure-resource-manager/management/tag-support
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from faasport.project.model import Project
from faasport.project.problem import Problem

SOURCE = (
    "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations"
)
# Those of a storage account, which are the tightest.
MOST, LONGEST_NAME, LONGEST_VALUE = 50, 128, 256
_FORBIDDEN = re.compile(r"[<>%&\\?/]")
# https://learn.microsoft.com/rest/api/resources/tags/create-or-update
_RESERVED = ("microsoft", "azure", "windows")
TAKEN_BY = frozenset(
    {
        "Microsoft.DocumentDB/databaseAccounts",
        "Microsoft.EventGrid/systemTopics",
        "Microsoft.EventGrid/topics",
        "Microsoft.EventHub/namespaces",
        "Microsoft.Insights/components",
        "Microsoft.OperationalInsights/workspaces",
        "Microsoft.ServiceBus/namespaces",
        "Microsoft.Storage/storageAccounts",
        "Microsoft.Web/serverfarms",
        "Microsoft.Web/sites",
    }
)


def problems(project: Project, tags: Mapping[str, str]) -> Iterator[Problem]:
    """What Azure takes of no tag."""
    where = f"{project.config_file}: {project.config_table}tags"
    if len(tags) > MOST:
        yield _problem(where, f"{len(tags)} tags; a resource has at most {MOST}")
    alike = Counter(name.lower() for name in tags)
    for name, value in tags.items():
        if alike[name.lower()] > 1:
            yield _problem(where, f"{name!r}: tags' names are alike in either case")
        if name.lower().startswith(_RESERVED):
            yield _problem(where, f"{name!r} begins with one of {', '.join(_RESERVED)}")
        if _FORBIDDEN.search(name) or len(name) > LONGEST_NAME:
            yield _problem(
                where, f"{name!r}: a tag's name has at most {LONGEST_NAME} characters, no <>%&\\?/"
            )
        if len(value) > LONGEST_VALUE:
            yield _problem(where, f"{name!r}: its value has more than {LONGEST_VALUE} characters")


def _problem(where: str, said: str) -> Problem:
    return Problem("bad-tag", where, f"{said} ({SOURCE}).", "Change it.")
