"""The same by Terraform's own binary, in the same folder, for those who prefer it. Whose it is and
who works on it is Terraform's state to tell.

https://developer.hashicorp.com/terraform/cli/commands
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from faasport.deployer import faults
from faasport.deployer.change import Action, Change, Plan
from faasport.deployer.deployed import Deployed, Endpoint
from faasport.deployer.deployer import Progress
from faasport.packager.output import Output
from faasport_gcp.deployer.settings import Said

BINARY = "terraform"
PLAN = "faasport.tfplan"
_SAID = 12
# https://developer.hashicorp.com/terraform/internals/json-format#change-representation
_ACTIONS: dict[tuple[str, ...], Action] = {
    ("create",): "add",
    ("update",): "update",
    ("delete",): "remove",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
}
_SOURCES = "google_storage_bucket.source"
_DATA = ("google_storage_bucket", "google_pubsub_subscription")


@dataclass(frozen=True, kw_only=True)
class TerraformPlan(Plan):
    """The plan itself is a file in the folder."""

    folder: Path


def plan(said: Said, output: Output, project: str, progress: Progress) -> TerraformPlan:
    """Let Terraform look."""
    folder = output.directory
    _run(folder, ["init", "-input=false"], progress, "Preparing Terraform ...")
    names = json.loads((folder / "main.tf.json").read_text("utf-8")).get("variable", {})
    given = {name: value for name, value in said.variables(project).items() if name in names}
    # Not on its command line, which others on this machine may see.
    told = {f"TF_VAR_{name}": value for name, value in given.items()}
    arguments = ["plan", "-input=false", f"-out={PLAN}"]
    _run(folder, arguments, progress, "Reading what is there ...", told)
    shown = json.loads(_run(folder, ["show", "-json", PLAN], progress, ""))
    return TerraformPlan(
        target="gcp",
        place=f"project {project}, {said.region}, by Terraform",
        changes=tuple(_changes(shown.get("resource_changes", ()))),
        folder=folder,
    )


def applied(plan: TerraformPlan, progress: Progress) -> Deployed:
    """What Terraform has planned, and nothing else; it undoes nothing."""
    if not plan.is_empty:
        _run(plan.folder, ["apply", "-input=false", PLAN], progress, "Applying it ...")
    abandon(plan)
    outputs = json.loads(_run(plan.folder, ["output", "-json"], progress, ""))
    texts = {name: each["value"] for name, each in outputs.items()}
    return Deployed(
        tuple(Endpoint(name, value) for name, value in texts.items() if isinstance(value, str)),
        tuple(
            f"Run: {each}" for value in texts.values() if isinstance(value, list) for each in value
        ),
    )


def abandon(plan: TerraformPlan) -> None:
    (plan.folder / PLAN).unlink(missing_ok=True)


def _changes(changed: Sequence[Mapping[str, Any]]) -> list[Change]:
    found = []
    for each in changed:
        action = _ACTIONS.get(tuple(each["change"]["actions"]))
        if action is not None:
            kind, name = each["type"], each["name"]
            is_data = kind in _DATA and f"{kind}.{name}" != _SOURCES
            found.append(Change(action, kind, name, holds_data=is_data))
    return found


def _run(
    folder: Path,
    arguments: Sequence[str],
    progress: Progress,
    said: str,
    told: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Its standard output. Credentials are in its environment alone, and so are variables."""
    program = shutil.which(BINARY)
    if program is None:
        raise faults.NoClient(
            "target gcp",
            "there is no terraform on the path.",
            "Install it (https://developer.hashicorp.com/terraform/install), or leave "
            'tool = "terraform" out.',
        )
    if said:
        progress(said)
    command = [program, f"-chdir={folder}", *arguments, *_COLOURLESS.get(arguments[0], ())]
    env = {**os.environ, **told}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)  # noqa: S603
    if done.returncode:
        raise _fault(arguments[0], done.stderr or done.stdout)
    return done.stdout


_COLOURLESS = dict.fromkeys(("init", "plan", "apply", "output"), ("-no-color",))


def _fault(command: str, said: str) -> faults.Fault:
    """Its own words, which name the resource and, mostly, what to do."""
    lines = [line.strip("│╷╵ \t") for line in said.splitlines()]
    words = [line for line in lines if line]
    told = " ".join(words[:_SAID])
    where = f"gcp: terraform {command}"
    for sign, kind in _SIGNS.items():
        if sign in said:
            return kind(where, told, "Give the same command again when that is put right.")
    return faults.Failed(
        where, told, "Terraform undoes nothing: give the same command again when it is put right."
    )


_SIGNS: dict[str, Callable[[str, str, str], faults.Fault]] = {
    "Error acquiring the state lock": faults.Busy,
    "could not find default credentials": faults.NoCredentials,
    "No credentials loaded": faults.NoCredentials,
    "Failed to query available provider packages": faults.Unreachable,
}
