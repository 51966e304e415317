"""Layers: folders of the project, and well-known ones that hold a distribution.

https://docs.aws.amazon.com/lambda/latest/dg/python-layers.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from faasport.migrator.draft import DraftFunction
from faasport.migrator.reader import Reader
from faasport_aws.importer import known_layers
from faasport_aws.importer.intrinsics import referred
from faasport_aws.importer.sam import code, requirements
from faasport_aws.importer.sam.application import Application

KINDS = ("AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion")
_LEFT = "Add what it holds to the requirements, or to targets.aws.raw for aws alone."
Say = Callable[..., None]


def use(app: Application, function: DraftFunction, properties: Reader, say: Say) -> None:
    """Take over the layers of one function."""
    for layer in properties.each("Layers"):
        reference = referred(layer)
        declared = app.template.resources.get(reference.resource) if reference else None
        if declared is not None and declared.table.get("Type") in KINDS:
            _own(app, function, declared, say)
        else:
            _foreign(app, layer, say)


def _foreign(app: Application, layer: Any, say: Say) -> None:
    text = str(layer.get("Fn::Sub", layer) if isinstance(layer, dict) else layer)
    name = known_layers.distribution(text)
    if name:
        requirements.add(app, [name])
        message = f"its layer is the distribution {name}, which is required instead."
        say("changed", "Layers", message, "Pin its version in requirements.txt.")
        return
    said = text if len(text) < 80 else f"{text[:77]}..."
    say("left", "Layers", f"the layer {said} was left: what is in it is not known.", _LEFT)


def _own(app: Application, function: DraftFunction, declared: Reader, say: Say) -> None:
    """A folder of the project: its requirements, and its modules."""
    properties = declared.table.get("Properties") or {}
    uri = properties.get("ContentUri", properties.get("Content"))
    folder = code.folder_of(app.folder, app.file, uri)
    if isinstance(folder, code.Code):
        say("left", "Layers", f"a layer was left: {folder.left}.", folder.fix)
        return
    requirements.of_folder(app, folder)
    sources = next((each for each in (f"{folder}/python", folder) if _has_modules(app, each)), None)
    if sources is None:
        return
    known = function.table.setdefault("layers", [])
    if sources not in known:
        known.append(sources)
        say("carried", "Layers", f"the modules of its layer are found in {sources}.")


def _has_modules(app: Application, folder: str) -> bool:
    path = app.folder / folder
    if not path.is_dir():
        return False
    entries = sorted(path.iterdir())[:1000]
    return any(each.suffix == ".py" or (each / "__init__.py").is_file() for each in entries)
