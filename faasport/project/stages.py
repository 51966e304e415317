"""What a stage changes in a configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from faasport.project import overlay
from faasport.project.config import DEFAULT_STAGE, KEBAB, Config
from faasport.project.config_file import ConfigFile
from faasport.project.problem import Problem, ProblemsFound, did_you_mean


def at_stage(file: ConfigFile, stage: str) -> Config:
    """The configuration with one stage's tables merged in, key by key."""
    config = file.config
    if not re.fullmatch(KEBAB, stage):
        raise ProblemsFound([_bad_name(stage)])
    if config.stages and stage not in {DEFAULT_STAGE, *config.stages}:
        raise ProblemsFound([_unknown(file, stage)])
    own = config.stages.get(stage)
    if own is None:
        return config
    changes = {
        "functions": overlay.functions(config.functions, own.functions),
        "targets": _merged(config.targets, own.targets),
    }
    return overlay.over(config, own).model_copy(update=changes)


def _merged(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(common)
    for key, value in own.items():
        before = merged.get(key)
        both = isinstance(before, Mapping) and isinstance(value, Mapping)
        merged[key] = _merged(before or {}, value) if both else value
    return merged


def _bad_name(stage: str) -> Problem:
    return Problem(
        code="bad-stage",
        where=f"--stage {stage}",
        message="a stage is named in kebab case: letters, digits and single hyphens.",
        fix="Rename it.",
    )


def _unknown(file: ConfigFile, stage: str) -> Problem:
    names = [DEFAULT_STAGE, *file.config.stages]
    return Problem(
        code="unknown-stage",
        where=f"--stage {stage}",
        message=f"{file.name} has no {file.table}stages.{stage}.",
        fix=did_you_mean(stage, names),
    )
