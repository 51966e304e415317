"""Manifests for Terraform, planned by the real program with providers that make nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.unit.targets import terraform_validate, terraform_wheel

Configuration = Mapping[str, Any]
FOLDER = Path(__file__).parent
SUBSCRIPTION, GROUP = "00000000-0000-0000-0000-00000000000a", "shop"
GIVEN = {"subscription": SUBSCRIPTION, "resource_group": GROUP, "key_vault_name": "vault"}
AZURERM = terraform_wheel.WHEELS["azurerm"]
AZAPI = terraform_wheel.Wheel("azure/azapi", "2.12.0", "")


def _attributes(flag: str, **kinds: Any) -> dict[str, Any]:
    flags = {"both": ("optional", "computed")}.get(flag, (flag,))
    return {name: {"type": kind, **dict.fromkeys(flags, True)} for name, kind in kinds.items()}


def _block(attributes: Mapping[str, Any], **nested: Any) -> dict[str, Any]:
    return {"attributes": attributes, "block_types": nested}


_COMMON = {
    **_attributes("required", type="string"),
    **_attributes("both", name="string", parent_id="string", body="dynamic"),
    **_attributes("optional", response_export_values="dynamic"),
    **_attributes("computed", id="string", output="dynamic"),
}
_IDENTITY = _block(
    {
        **_attributes("required", type="string"),
        **_attributes("optional", identity_ids=["list", "string"]),
        **_attributes("computed", principal_id="string", tenant_id="string"),
    }
)
# What we use of it, closed, so that a typo is seen:
# https://registry.terraform.io/providers/Azure/azapi/2.12.0/docs/resources/resource
AZAPI_SCHEMA: dict[str, Any] = {
    "provider": {
        "version": 0,
        "block": _block(_attributes("optional", subscription_id="string")),
    },
    "resource_schemas": {
        "azapi_resource": {
            "version": 0,
            "block": _block(
                {**_COMMON, **_attributes("both", location="string", tags=["map", "string"])},
                identity={
                    "nesting_mode": "list",
                    "min_items": 0,
                    "max_items": 0,
                    "block": _IDENTITY,
                },
            ),
        },
        "azapi_update_resource": {"version": 0, "block": _block(_COMMON)},
    },
    "data_source_schemas": {},
}


@dataclass(frozen=True)
class Planned:
    """What Terraform said of each configuration, and the resources that it would make of each."""

    diagnostics: Mapping[str, list[str]]
    resources: Mapping[str, list[dict[str, Any]]]
    outputs: Mapping[str, Any]


def planned(
    configurations: Mapping[str, Configuration],
    given: Mapping[str, Mapping[str, Any]],
    folder: Path,
    cached: Path,
) -> Planned:
    """All of them at once, each as a module; `given` are variables of single ones."""
    diagnostics = validated(configurations, given, folder, cached)
    terraform("plan", f"-out={folder / 'plan'}", "-input=false", folder=folder)
    told = json.loads(terraform("show", "-json", str(folder / "plan"), folder=folder))
    values = told["planned_values"]
    modules = values["root_module"]["child_modules"]
    made = {each["address"].partition(".")[2]: list(_of_module(each)) for each in modules}
    return Planned(diagnostics, made, {k: each["value"] for k, each in values["outputs"].items()})


def validated(
    configurations: Mapping[str, Configuration],
    given: Mapping[str, Mapping[str, Any]],
    folder: Path,
    cached: Path,
) -> dict[str, list[str]]:
    """What `terraform validate` says of each: nothing of a good one."""
    plugins = _mirror(configurations.values(), cached)
    first, *_ = configurations
    for name, it in configurations.items():
        # Of one kind a provider is enough: each that is configured is a process of its own.
        own = it if name == first else {k: v for k, v in it.items() if k != "provider"}
        _written(folder / name, own)
    _written(folder, _root(configurations, given))
    terraform("init", "-backend=false", f"-plugin-dir={plugins}", "-input=false", folder=folder)
    told = terraform_validate.terraform(folder, "validate", "-json")
    found: dict[str, list[str]] = {name: [] for name in configurations}
    for each in json.loads(told.stdout)["diagnostics"]:
        place = each.get("range", {}).get("filename", "").partition("/")[0]
        found.setdefault(place, []).append(f"{each['summary']}: {each['detail']}")
    return found


def terraform(*arguments: str, folder: Path) -> str:
    told = terraform_validate.terraform(folder, *arguments)
    assert told.returncode == 0, told.stdout[-4000:] + told.stderr[-4000:]
    return told.stdout


def _written(folder: Path, configuration: Configuration) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "main.tf.json").write_text(json.dumps(configuration), "utf-8")


def _root(
    configurations: Mapping[str, Configuration], given: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    calls = {
        name: {
            "source": f"./{name}",
            **{key: value for key, value in GIVEN.items() if _asks(it, key)},
            **given.get(name, {}),
        }
        for name, it in configurations.items()
    }
    subscription = {"subscription_id": SUBSCRIPTION}
    return {
        "terraform": next(iter(configurations.values()))["terraform"],
        "provider": {"azapi": subscription, "azurerm": {**subscription, "features": {}}},
        "module": calls,
        "output": {name: {"value": f"${{module.{name}}}"} for name in calls},
    }


def _asks(configuration: Configuration, variable: str) -> bool:
    """Whether it must be told."""
    found = configuration["variable"].get(variable)
    return found is not None and "default" not in found


def _of_module(module: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for each in module["resources"]:
        if each["mode"] == "managed":
            yield {"kind": each["type"], **each["values"]}


def _mirror(configurations: Iterable[Configuration], cached: Path) -> Path:
    """A folder of plug-ins with both providers."""
    kinds: dict[str, set[str]] = {"resource": set(), "data": set()}
    for configuration in configurations:
        for section, found in kinds.items():
            every = configuration.get(section, {})
            found.update(each for each in every if each.startswith("azurerm_"))
    described = terraform_wheel.schema(AZURERM, kinds, cached)
    mirror = cached / "mirrors" / f"azure-{described.stem}"
    python = terraform_validate._python(cached)
    for provider, schema in ((AZURERM, described.read_text("utf-8")), (AZAPI, None)):
        folder = _folder(mirror, provider)
        (folder / "schema.json").write_text(schema or json.dumps(AZAPI_SCHEMA), "utf-8")
        shutil.copyfile(FOLDER / "terraform_plugin.py", folder / "terraform_plugin.py")
        plugin = folder / f"terraform-provider-{provider.name}_v{provider.version}"
        source = (FOLDER / "azure_terraform_plugin.py").read_text("utf-8")
        plugin.write_text(f"#!{python}\n{source}", "utf-8")
        plugin.chmod(0o755)
    return mirror


def _folder(mirror: Path, provider: terraform_wheel.Wheel) -> Path:
    folder = (
        mirror
        / terraform_validate.REGISTRY
        / provider.provider
        / provider.version
        / terraform_validate._platform()
    )
    folder.mkdir(parents=True, exist_ok=True)
    return folder
