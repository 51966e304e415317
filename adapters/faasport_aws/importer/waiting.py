"""How long functions may take: what is in front of those that answer HTTP does not wait longer.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
"""

from __future__ import annotations

from faasport.migrator.draft import Draft

LONGEST = 30
"""Seconds that the front waits."""


def settle(draft: Draft) -> None:
    """A timeout of all that is too long for HTTP is said of each of the others."""
    told = draft.settings.get("timeout", LONGEST)
    answering = any("http" in each.table and each.is_carried for each in draft.functions)
    if told <= LONGEST or not answering:
        return
    draft.settings["timeout"] = LONGEST
    for each in draft.functions:
        if "http" not in each.table:
            each.table.setdefault("timeout", told)
    for each in draft.functions:
        if each.table.get("timeout") == LONGEST:
            del each.table["timeout"]
