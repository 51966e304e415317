"""Which front stands before the functions on AWS, and what that one cannot have.

Behind an HTTP API each function is deployed by itself. Behind the others all are one, with one
memory, one timeout and one `auth`, so that a REST API is chosen only where keys need it.
"""

from __future__ import annotations

from faasport.migrator.draft import DraftFunction
from faasport_aws.importer.serverless.service import Service


def read(service: Service) -> None:
    """Set it, unless it is ours anyway."""
    functions = [
        each for each in service.draft.functions if "http" in each.table and each.is_carried
    ]
    keyed = [each for each in functions if each.table.get("auth") == "key"]
    if keyed and len(keyed) == len(functions):
        service.aws()["front"] = "rest-api"
        _agree(service, functions)
    else:
        for each in keyed:
            _closed(service, each)
    payloads = {each.table.get("payload") for each in functions}
    if payloads == {"alb"}:
        service.aws()["front"] = "alb"
        _agree(service, functions)


def _agree(service: Service, functions: list[DraftFunction]) -> None:
    """One unit has one memory and one timeout: the most that any had."""
    for key in ("memory", "timeout"):
        told = [each.table.get(key, service.draft.settings[key]) for each in functions]
        if len(set(told)) > 1:
            service.draft.settings[key] = max(told)
            for each in functions:
                each.table.pop(key, None)
            message = f"behind this front all are one function on aws, with {key} = {max(told)}."
            service.draft.say("changed", functions[0].where, message)


def _closed(service: Service, function: DraftFunction) -> None:
    """An HTTP API has no keys, and a REST API asks all or nobody for one."""
    service.aws("functions", function.name)["auth"] = "iam"
    message = "not all routes ask for a key, so on aws the platform's identities alone may call it."
    fix = 'Set auth = "key" for all, and targets.aws.front = "rest-api".'
    service.draft.say("changed", function.where, message, fix, function=function.name)
