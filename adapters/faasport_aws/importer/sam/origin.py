"""The importer of SAM and CloudFormation templates."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

from faasport.migrator.draft import Draft
from faasport.migrator.origin import Asked
from faasport_aws.importer import elsewhere
from faasport_aws.importer.named import Names
from faasport_aws.importer.sam import connectors, drafts, leftovers, samconfig, settings, template
from faasport_aws.importer.sam.application import Application

NAMES = (
    "template.yaml",
    "template.yml",
    "template.json",
    "sam.yaml",
    "sam.yml",
    "sam-template.yaml",
    "cloudformation.yaml",
    "cloudformation.yml",
    "cloudformation.json",
)
"""In which a template is looked for; any other is named on the command line."""
_FUNCTION = re.compile(r"AWS::(Serverless|Lambda)::Function|AWS::Serverless-2016-10-31")
_RESOURCES = re.compile(r"""^\s*["']?Resources["']?\s*:""", re.MULTILINE)
_LINE = re.compile(r":(\d+)(?:: |$)")
MOST = 2_000_000
"""Bytes that are looked at, to see whether a file is a template."""
_SDK = b"boto3"


class Sam:
    """SAM, and plain CloudFormation."""

    name: ClassVar[str] = "sam"
    title: ClassVar[str] = "AWS SAM or CloudFormation"

    def recognised(self, folder: Path) -> Path | None:
        """The template; one that is itself given, whatever it is called."""
        if folder.is_file():
            return folder if is_template(folder) else None
        found = (folder / name for name in NAMES)
        return next((file for file in found if file.is_file() and is_template(file)), None)

    def read(self, folder: Path, file: Path, asked: Asked) -> Draft:
        """The application of a template. Raises ProblemsFound where it cannot be read."""
        document = template.opened(folder, file)
        draft = Draft(self.name, document.file)
        config = samconfig.read(folder, file.parent, asked)
        told = template.read(document, config, draft)
        affixes = (config.stack, asked.stage)
        names = Names(told.data(), tuple(each for each in affixes if each))
        app = Application(draft, folder, file, told, config, names)
        draft.settings["name"] = settings.name_of(app)
        readings = drafts.of(app)
        for reading in readings:
            draft.functions += app.functions[reading.key]
        connectors.grant(app)
        deployed = leftovers.place(app)
        settings.place(app, readings)
        settings.variables(app, readings, deployed)
        leftovers.settle(app, deployed)
        leftovers.parameters(app)
        settings.keys(app)
        settings.without_left(app)
        region = asked.options.get("region") or config.region
        if region:
            elsewhere.region(draft, region)
        else:
            _ask_for_region(app)
        _existing(app)
        _told(app, asked)
        return draft


def is_template(file: Path) -> bool:
    """Whether it speaks of functions, by its text alone."""
    try:
        with file.open("rb") as stream:
            text = stream.read(MOST).decode("utf-8", "replace")
    except OSError:
        return False
    return bool(_FUNCTION.search(text) and _RESOURCES.search(text))


def _ask_for_region(app: Application) -> None:
    """Clients of AWS fail without a region as soon as they are made, where Lambda is not."""
    for each in app.draft.functions:
        path = str(each.table.get("handler", "")).partition(":")[0]
        if not path.endswith(".py"):
            path = path.replace(".", "/")
        beside = (app.folder / path).parent.glob("*.py") if path else ()
        if any(_SDK in file.read_bytes()[:MOST] for file in sorted(beside) if file.is_file()):
            message = "the code has clients of AWS, and nothing here says their region."
            fix = (
                "Import with --option region=..., or set AWS_DEFAULT_REGION in targets.<name>.env."
            )
            app.draft.say("changed", each.where, message, fix, function=each.name)


def _existing(app: Application) -> None:
    if app.existing:
        app.aws()["resources"] = app.existing
    targets = app.draft.settings["targets"]
    if not app.aws():
        del targets["aws"]
    if not targets:
        del app.draft.settings["targets"]


def _told(app: Application, asked: Asked) -> None:
    """What is to be said of the whole, and all of it in the order of the file."""
    draft, config = app.draft, app.config
    if config.stages:
        others = ", ".join(each for each in config.stages if each != config.stage)
        if others:
            message = f"values are those of the stage {config.stage}; there are also: {others}."
            fix = "Import again with --stage to see theirs, and write what differs in `stages`."
            draft.say("changed", config.file, message, fix)
    known = app.template.scope.parameters
    for name, value in known.items():
        where = app.template.document.where(app.template.declared, name)
        draft.say("carried", where, f"the parameter {name} is {_short(value)} everywhere.")
    draft.remarks.sort(key=lambda each: _line(each.where))


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _line(where: str) -> tuple[str, int]:
    match = _LINE.search(where)
    return where.partition(":")[0], int(match[1]) if match else 0
