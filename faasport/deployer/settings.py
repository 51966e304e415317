"""What `--set NAME=VALUE` says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from faasport.deployer.deployer import Setting
from faasport.deployer.faults import BadSetting
from faasport.project.problem import did_you_mean


def of_target(given: Mapping[str, str], target: str, targets: Iterable[str]) -> dict[str, str]:
    """What is said to one of several targets: without a target's name in front it is for all, and
    what names one ("aws.region") goes before."""
    mine = {name: value for name, value in given.items() if _owner(name, targets) is None}
    own = {name.partition(".")[2]: value for name, value in given.items() if _owner(name, [target])}
    return {**mine, **own}


def checked(
    given: Mapping[str, str], known: Iterable[Setting], target: str, further: Iterable[str] = ()
) -> None:
    """Refuse what is neither a setting nor one of the manifest's parameters (`further`)."""
    settings = {each.name: each.says for each in known}
    names = [*settings, *further]
    for name in given:
        if name not in names:
            said = [f"{each} ({settings[each]})" if each in settings else each for each in names]
            raise BadSetting(
                f"--set {name}",
                f"target {target} has no setting {name!r}; it has: {', '.join(said) or 'none'}.",
                did_you_mean(name, names),
            )


def _owner(name: str, targets: Iterable[str]) -> str | None:
    head, dot, _ = name.partition(".")
    return head if dot and head in targets else None
