"""What `--set` and `targets.gcp.deploy` say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from faasport.deployer import settings
from faasport.deployer.deployer import Asked, Setting
from faasport.deployer.faults import BadSetting
from faasport.packager.options import read_options
from faasport.packager.output import Output
from faasport_gcp.deployer import manifest
from faasport_gcp.packager.options import GcpOptions

TARGET = "gcp"
SETTINGS = (
    Setting("project", "the id of the project of Google Cloud; else the credentials' own"),
    Setting("region", "where the functions run; else targets.gcp.region"),
    Setting("tool", '"google": Google\'s own interfaces; "terraform": its binary'),
    Setting("transport", '"rest" or "grpc", that Google\'s clients speak'),
    Setting("adopt", '"true": what has our names already and nobody\'s mark becomes ours'),
)
_CHOICES = {
    "tool": ("google", "terraform"),
    "transport": ("rest", "grpc"),
    "adopt": ("true", "false"),
}


@dataclass(frozen=True)
class Said:
    """What holds for this run."""

    options: GcpOptions
    given: Mapping[str, str]
    project: str
    region: str
    tool: str
    transport: str
    adopts: bool

    def variables(self, project: str) -> dict[str, str]:
        """Of the manifest."""
        own = {
            name: value
            for name, value in self.given.items()
            if name not in {setting.name for setting in SETTINGS}
        }
        told = self.options.deploy.variables
        return {**told, **own, "project": project, "region": self.region}


def said(asked: Asked) -> Said:
    """The table, with what the command line says over it."""
    options = read_options(asked.project, TARGET, GcpOptions)
    table, given = options.deploy, asked.given
    for name, choices in _CHOICES.items():
        if name in given and given[name] not in choices:
            raise BadSetting(
                f"--set {name}",
                f"{given[name]!r} is none of {' and '.join(choices)}.",
                f"Write --set {name}={choices[0]}.",
            )
    return Said(
        options,
        given,
        project=given.get("project", table.project or ""),
        region=given.get("region", options.region),
        tool=given.get("tool", table.tool),
        transport=given.get("transport", table.transport),
        adopts=given.get("adopt") == "true",
    )


def checked(asked: Asked, output: Output | None = None) -> None:
    """Refuse what is neither a setting nor a variable of the manifest's."""
    further = manifest.variables(output) if output else ()
    settings.checked(asked.given, SETTINGS, TARGET, further)
