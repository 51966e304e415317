"""What is in a fake subscription: resource groups, resources, deployments, and published code."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
SITE = "microsoft.web/sites"
_PLAN = "microsoft.web/serverfarms"
_WORKSPACE = "microsoft.operationalinsights/workspaces"


class Trouble(Exception):
    """An error of a resource provider's."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.status = code, message, status

    @property
    def body(self) -> dict[str, Any]:
        return {"error": {"code": self.code, "message": self.message}}


@dataclass
class Account:
    """By id in small letters, as ARM tells them apart. `spoiled` are kinds whose next PUT fails;
    `refused` are errors that a kind is answered with for so long as they are there."""

    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    resources: dict[str, dict[str, Any]] = field(default_factory=dict)
    deployments: dict[str, dict[str, Any]] = field(default_factory=dict)
    published: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=dict)
    functions: dict[str, list[str]] = field(default_factory=dict)
    logs: list[tuple[str, str, str]] = field(default_factory=list)
    spoiled: dict[str, Trouble] = field(default_factory=dict)
    publishing_fails: list[str] = field(default_factory=list)
    port: int = 0

    def put(self, id_: str, body: dict[str, Any]) -> None:
        """What a provider makes of a resource. An app keeps its settings apart."""
        kind = kind_of(id_)
        if trouble := self.spoiled.pop(kind, None):
            raise trouble
        if kind == "microsoft.web/sites/config":
            self._configure(id_, body)
            return
        parent = _parent(id_)
        if parent and parent.lower() not in self.resources:
            raise Trouble("ParentResourceNotFound", f"There is no {parent}.", 404)
        kept = {
            key: body[key]
            for key in ("tags", "properties", "location", "sku", "kind", "identity", "scope")
            if key in body
        }
        made = {"id": id_, "type": body.get("type", kind), "name": id_.rpartition("/")[2], **kept}
        if "identity" in made:
            made["identity"] = {**made["identity"], "principalId": f"principal-{_short(id_)}"}
        if kind == SITE:
            self._site(id_, made)
        if kind == _WORKSPACE:
            made["properties"] = {**made["properties"], "customerId": f"workspace-{_short(id_)}"}
        self.resources[id_.lower()] = made

    def delete(self, id_: str) -> bool:
        own = id_.lower()
        if own not in self.resources:
            return False
        if kind_of(id_) == _PLAN and any(
            own in str(each).lower() for key, each in self.resources.items() if kind_of(key) == SITE
        ):
            raise Trouble(
                "Conflict",
                "Server farm cannot be deleted because it has web app(s) assigned to it.",
                409,
            )
        for key in [each for each in self.resources if each == own or each.startswith(f"{own}/")]:
            del self.resources[key]
        for store in (self.published, self.packages, self.functions):
            store.pop(own, None)
        return True

    def delete_group(self, path: str) -> None:
        own = path.lower()
        del self.groups[own]
        for store in (
            self.resources,
            self.deployments,
            self.published,
            self.packages,
            self.functions,
        ):
            for key in [each for each in store if each.startswith(f"{own}/")]:
                del store[key]

    def listed(self, path: str) -> list[dict[str, Any]]:
        """The roots of a group: no parts of others, and no extensions."""
        head = f"{path.lower()}/providers/"
        return [
            each for key, each in self.resources.items()
            if key.startswith(head) and key.removeprefix(head).count("/") == 2
        ]  # fmt: skip

    def below(self, path: str) -> list[dict[str, Any]]:
        """What a resource has of one kind."""
        head = f"{path.lower()}/"
        return [
            {"id": each["id"], "name": each["name"]}
            for key, each in self.resources.items()
            if key.startswith(head) and "/" not in key.removeprefix(head)
        ]

    def group_of(self, id_: str) -> str:
        return "/".join(id_.split("/")[:5]).lower()

    def _site(self, id_: str, made: dict[str, Any]) -> None:
        properties = {**made["properties"]}
        config = {**properties.pop("siteConfig", {})}
        named = config.pop("appSettings", None)
        before = self.resources.get(id_.lower(), {}).get("settings", {})
        name = id_.rpartition("/")[2]
        own = f"127.0.0.1:{self.port}"
        made["settings"] = (
            before if named is None else {each["name"]: each["value"] for each in named}
        )
        made["properties"] = {
            **properties,
            "siteConfig": config,
            "state": "Running",
            "defaultHostName": f"{own}/app/{name}",
            "hostNameSslStates": [
                {"name": f"{own}/app/{name}", "hostType": "Standard"},
                {"name": f"{own}/scm/{name}", "hostType": "Repository"},
            ],
        }

    def _configure(self, id_: str, body: dict[str, Any]) -> None:
        path, _, part = id_.lower().partition("/config/")
        site = self.resources.get(path)
        if site is None:
            raise Trouble("ParentResourceNotFound", f"There is no {path}.", 404)
        if part == "appsettings":
            site["settings"] = dict(body["properties"])
        else:
            site[part] = body["properties"]


def kind_of(id_: str) -> str:
    parts = id_.lower().rpartition("/providers/")[2].split("/")
    return "/".join([parts[0], *parts[1::2]])


def _parent(id_: str) -> str:
    head, slash, rest = id_.rpartition("/providers/")
    parts = rest.split("/")
    if len(parts) <= 3:
        return "/".join(head.split("/")) if head.count("/providers/") else ""
    above = parts[:-2]
    if above[-1] == "default":  # a service of a storage account, which is always there
        above = above[:-2]
    return head + slash + "/".join(above)


def _short(text: str) -> str:
    return hashlib.sha256(text.lower().encode()).hexdigest()[:12]
