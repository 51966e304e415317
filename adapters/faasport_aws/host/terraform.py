"""What main.tf.json deploys: as much as a template does, in Terraform's words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from faasport.verifier.host import HostError
from faasport_aws.host import terraform_event, terraform_front
from faasport_aws.host.function import FunctionResource
from faasport_aws.host.template import Deployment
from faasport_aws.host.terraform_block import Blocks

MANIFEST = "main.tf.json"
FUNCTION = "aws_lambda_function"


def read(file: Path) -> Deployment:
    """The deployment that this configuration describes."""
    blocks = Blocks(json.loads(file.read_text(encoding="utf-8")).get("resource", {}))
    functions = {
        name: _function(name, body, file.parent, blocks)
        for name, body in blocks.of(FUNCTION).items()
    }
    if not functions:
        raise HostError(f"{file.name} holds no {FUNCTION}.")
    front, routes = terraform_front.front_of(blocks)
    return Deployment(functions, front, routes, tuple(terraform_event.sources(blocks)))


def _function(name: str, body: Mapping[str, Any], folder: Path, blocks: Blocks) -> FunctionResource:
    handler, code = _program(body, folder, blocks)
    return FunctionResource(
        logical_id=name,
        name=body["function_name"],
        handler=handler,
        code=code,
        timeout=float(body.get("timeout", 3)),
        memory=int(body.get("memory_size", 128)),
        variables=_variables(body, blocks),
        layers=tuple(_layers(body, folder, blocks)),
    )


def _program(body: Mapping[str, Any], folder: Path, blocks: Blocks) -> tuple[str, Path]:
    """What is called, and the folder that is its task root."""
    if body.get("package_type") != "Image":
        return body["handler"], _code(body, folder, blocks)
    variable = body["image_uri"].removeprefix("${var.").removesuffix("_uri}")
    (context,) = (each for each in folder.glob("image*") if _symbol(each.name) == variable)
    # What is copied into the image is the task root there.
    return body["image_config"]["command"][0], context / "task"


def _layers(body: Mapping[str, Any], folder: Path, blocks: Blocks) -> Iterator[Path]:
    """The layers of this configuration; what others there are is not here."""
    for layer in body.get("layers", ()):
        _, made = blocks.referred(layer)
        if made:
            yield _code(made, folder, blocks)


def _code(body: Mapping[str, Any], folder: Path, blocks: Blocks) -> Path:
    """The folder that the archive was unpacked into, whichever way it goes to Lambda."""
    source = body.get("filename")
    if source is None:
        _, uploaded = blocks.referred(body["s3_key"])
        source = uploaded["source"]
    path: str = source.removeprefix("${path.module}/")
    return (folder / path).with_suffix("")


def _variables(body: Mapping[str, Any], blocks: Blocks) -> dict[str, str]:
    """A function's environment; a value that only the service can compute is left out."""
    given = body.get("environment", {}).get("variables", {})
    told = {key: blocks.text(value) for key, value in given.items()}
    return {key: value for key, value in told.items() if value is not None}


def _symbol(folder: str) -> str:
    return folder.replace("-", "_")
