"""Resource Manager, as far as it is asked: groups, resources, deployments, keys.

Shapes as in https://learn.microsoft.com/rest/api/resources.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tests.deployer.azure import templates
from tests.deployer.azure.account import SITE, SUBSCRIPTION, Account, Trouble, kind_of
from tests.deployer.azure.templates import Template
from tests.deployer.harness.call import Answer, Call

STARTED = "2026-11-22T08:00:00.1234567Z"
_GROUP = re.compile(
    rf"/subscriptions/{SUBSCRIPTION}/resourceGroups/(?P<group>[^/]+)", re.IGNORECASE
)
_DEPLOYMENT = re.compile(
    _GROUP.pattern + r"/providers/Microsoft\.Resources/deployments/(?P<name>[^/]+)", re.IGNORECASE
)
# What a storage account has: https://learn.microsoft.com/rest/api/storagerp
_LISTS = ("/default/containers", "/default/queues", "/default/tables", "/default/shares")


class Manager:
    def __init__(self, account: Account, now: Callable[[], str]) -> None:
        self.account, self.now = account, now

    def answer(self, call: Call) -> Answer:
        if "api-version" not in call.parameters:
            return Answer.of(Trouble("MissingApiVersionParameter", "It is required.").body, 400)
        try:
            return self._answer(call, call.plain_path)
        except Trouble as trouble:
            return Answer.of(trouble.body, trouble.status, x_ms_request_id="req-1")

    def _answer(self, call: Call, path: str) -> Answer:
        if path.startswith("/whatif/"):
            return Answer.of(self.account.deployments.pop(path))
        if _GROUP.fullmatch(path):
            return self._group(call, path)
        match = _GROUP.match(path)
        if match is None:
            return self._provider(path)
        if match[0].lower() not in self.account.groups:
            raise Trouble(
                "ResourceGroupNotFound",
                f"Resource group '{match['group']}' could not be found.",
                404,
            )
        if path[match.end() :] == "/resources":
            return Answer.of({"value": self.account.listed(match[0])})
        if found := _DEPLOYMENT.match(path):
            return self._deployment(call, path, found)
        return self._resource(call, path)

    def _provider(self, path: str) -> Answer:
        """The versions of a provider's API."""
        assert "/providers/" in path, path
        versions = ["2031-01-01-preview", "2030-01-01", "2029-01-01"]
        return Answer.of({"resourceTypes": [{"resourceType": "widgets", "apiVersions": versions}]})

    def _group(self, call: Call, path: str) -> Answer:
        groups, own = self.account.groups, path.lower()
        if call.method == "PUT":
            groups[own] = {"id": path, "name": path.rpartition("/")[2], **call.json}
            return Answer.of(groups[own], 201)
        if own not in groups:
            raise Trouble("ResourceGroupNotFound", "Resource group could not be found.", 404)
        if call.method == "DELETE":
            self.account.delete_group(path)
            return Answer(202, headers={"location": "https://127.0.0.1/later"})
        return Answer.of(groups[own])

    def _deployment(self, call: Call, path: str, found: re.Match[str]) -> Answer:
        own, rest = found[0].lower(), path[found.end() :]
        if rest == "/whatIf":
            return self._what_if(call, found)
        if call.method == "PUT":
            return self._put(call, found)
        there = self.account.deployments.get(own)
        if there is None:
            raise Trouble(
                "DeploymentNotFound", f"Deployment '{found['name']}' could not be found.", 404
            )
        if rest == "/operations":
            return Answer.of({"value": there["operations"]})
        if call.method == "DELETE":
            del self.account.deployments[own]
            return Answer(202, headers={"location": "https://127.0.0.1/later"})
        there["left"] -= 1
        return Answer.of(_shown(there))

    def _put(self, call: Call, found: re.Match[str]) -> Answer:
        own, sent = found[0].lower(), call.json
        before = self.account.deployments.get(own)
        if before is not None and before["left"] > 0:
            raise Trouble(
                "DeploymentActive",
                "The deployment cannot be saved, because this would overwrite an existing one "
                "which is still active.",
                409,
            )
        assert sent["properties"]["mode"] == "Incremental"
        template = self._template(found, sent)
        operations = templates.carried_out(template, found[0])
        failed = any(each["properties"]["provisioningState"] == "Failed" for each in operations)
        outputs = {} if failed else {
            key: {"type": "String", "value": template.value(each["value"])}
            for key, each in template.template.get("outputs", {}).items()
        }  # fmt: skip
        made = {
            "id": found[0],
            "name": found["name"],
            "tags": sent.get("tags", {}),
            "operations": operations,
            "state": "Failed" if failed else "Succeeded",
            "template": template.template,
            "outputs": outputs,
            "parameters": sent["properties"]["parameters"],
            "at": self.now(),
            "left": 2 if operations else 1,  # how often it is looked at before it has ended
        }
        self.account.deployments[own] = made
        return Answer.of(_shown(made), 201 if before is None else 200)

    def _what_if(self, call: Call, found: re.Match[str]) -> Answer:
        changes = templates.predicted(self._template(found, call.json))
        place = f"/whatif/{len(self.account.deployments)}"
        self.account.deployments[place] = {
            "status": "Succeeded",
            "properties": {"changes": changes},
        }
        return Answer(
            202,
            headers={"location": f"https://{call.host}{place}?api-version=1", "retry-after": "1"},
        )

    def _template(self, found: re.Match[str], sent: dict[str, Any]) -> Template:
        properties = sent["properties"]
        given = {key: each["value"] for key, each in properties.get("parameters", {}).items()}
        declared = properties["template"].get("parameters", {})
        for key, about in declared.items():
            if key not in given and "defaultValue" not in about:
                raise Trouble(
                    "InvalidTemplate",
                    f"The value for the template parameter '{key}' is not provided.",
                )
        if unknown := set(given) - set(declared):
            raise Trouble(
                "InvalidTemplate",
                f"The following parameters were supplied, but do not correspond: {unknown}.",
            )
        return Template(SUBSCRIPTION, found["group"], properties["template"], given, self.account)

    def _resource(self, call: Call, path: str) -> Answer:
        if call.method == "POST":
            return self._action(path)
        site, part, _ = path.partition("/functions")
        if part and call.method == "GET" and kind_of(site) == SITE:
            there = self.account.functions.get(site.lower(), [])
            return Answer.of(
                {"value": [{"name": f"{site.rpartition('/')[2]}/{each}"} for each in there]}
            )
        if call.method == "PUT":
            self.account.put(path, call.json)
            return Answer.of({})
        if call.method == "DELETE":
            return Answer(202 if self.account.delete(path) else 204)
        if path.endswith(_LISTS):
            return Answer.of({"value": self.account.below(path)})
        there = self.account.resources.get(path.lower())
        if there is None:
            raise Trouble("ResourceNotFound", f"The Resource '{path}' was not found.", 404)
        return Answer.of({key: value for key, value in there.items() if key != "settings"})

    def _action(self, path: str) -> Answer:
        site = (
            path.lower().partition("/config/")[0].partition("/host/")[0].partition("/functions/")[0]
        )
        there = self.account.resources.get(site)
        if there is None:
            raise Trouble("ResourceNotFound", f"The Resource '{site}' was not found.", 404)
        if path.endswith("/config/appsettings/list"):
            return Answer.of({"properties": there["settings"]})
        if path.endswith("/host/default/listkeys"):
            return Answer.of({"masterKey": "the-master-key", "functionKeys": {}, "systemKeys": {}})
        assert path.endswith("/listkeys"), path
        return Answer.of({"default": f"key-of-{path.split('/')[-2]}"})


def _shown(there: dict[str, Any]) -> dict[str, Any]:
    """While it goes on, it says so; what it makes is there all the same."""
    state = "Running" if there["left"] > 0 else there["state"]
    done = state == "Succeeded"
    properties: dict[str, Any] = {
        "provisioningState": state,
        "timestamp": there.get("at", STARTED),
        "mode": "Incremental",
        "parameters": {
            key: {"type": "Object", **each} for key, each in there["parameters"].items()
        },
        "outputs": there["outputs"] if done else None,
        "outputResources": [
            {"id": each["properties"]["targetResource"]["id"]} for each in there["operations"]
        ]
        if done
        else [],
    }
    if state == "Failed":
        details = [
            each["properties"]["statusMessage"]["error"]
            for each in there["operations"]
            if "statusMessage" in each["properties"]
        ]
        properties["error"] = {
            "code": "DeploymentFailed",
            "message": "At least one resource deployment operation failed.",
            "details": details,
        }
    return json.loads(
        json.dumps(
            {
                "id": there["id"],
                "name": there["name"],
                "tags": there["tags"],
                "properties": properties,
            }
        )
    )
