"""The schemas that the typings are read into are those that the real provider tells of itself."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.targets import terraform_wheel
from tests.unit.targets.terraform_aws_cases import CASES, configuration
from tests.unit.targets.terraform_validate import terraform

PLUGINS = "TF_PLUGIN_DIR"
ADDRESS = "registry.terraform.io/hashicorp/aws"
# The last of version 5 that there is a package of, and the version that plug-in folders have.
OLD = terraform_wheel.Wheel("hashicorp/aws", "5.99.1", "cdktf-cdktf-provider-aws==19.65.1")
SECTIONS = terraform_wheel.SECTIONS


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if PLUGINS not in os.environ or shutil.which("terraform") is None:
        pytest.skip("there is no terraform provider here")
    folder = tmp_path_factory.mktemp("real")
    needed = {"aws": {"source": "hashicorp/aws", "version": "~> 5.99"}}
    text = json.dumps({"terraform": {"required_providers": needed}})
    (folder / "main.tf.json").write_text(text, "utf-8")
    assert terraform(folder, "init", f"-plugin-dir={os.environ[PLUGINS]}").returncode == 0
    told = json.loads(terraform(folder, "providers", "schema", "-json").stdout)
    found: dict[str, Any] = told["provider_schemas"][ADDRESS]
    return found


def facts(block: dict[str, Any], where: str) -> Iterator[tuple[str, Any]]:
    """What `validate` goes by. How many blocks there may be above one, the typings do not say."""
    for name, attribute in block.get("attributes", {}).items():
        needed = bool(attribute.get("required"))
        kind = json.dumps(attribute["type"]).replace('"set"', '"list"')
        yield f"{where}.{name}", (kind, needed, not needed and not attribute.get("optional"))
    for name, nested in block.get("block_types", {}).items():
        single = nested.get("max_items", 0) == 1
        yield f"{where}.{name}", (single, bool(nested.get("min_items")))
        yield from facts(nested["block"], f"{where}.{name}")


def test_every_resource_that_we_emit_is_described_as_the_provider_describes_it(
    real: dict[str, Any], pytestconfig: pytest.Config
) -> None:
    kinds = {
        section: {kind for name in CASES for kind in configuration(name).get(section, {})}
        for section in SECTIONS
    }
    cache = Path(pytestconfig.cache.mkdir("terraform"))
    derived = json.loads(terraform_wheel.schema(OLD, kinds, cache).read_text("utf-8"))

    compared = 0
    for section, found in kinds.items():
        for kind in found:
            ours = dict(facts(derived[SECTIONS[section]][kind]["block"], kind))
            theirs = dict(facts(real[SECTIONS[section]][kind]["block"], kind))
            # Every one has an id that can be asked; some say that it can be told as well.
            for each in (ours, theirs):
                each.pop(f"{kind}.id", None)
            assert ours == theirs
            compared += len(ours)
    assert compared > 800
