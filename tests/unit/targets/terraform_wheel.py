"""The last packages for CDKTF on PyPI, which hold the schemas of providers that are nowhere else to
be had without Terraform's registry. Of a wheel we take the typings, and commit nothing of it."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faasport.project import uv
from tests.unit.targets import terraform_typings as typings


@dataclass(frozen=True)
class Wheel:
    """One provider at one version, and the package that describes it."""

    provider: str
    version: str
    package: str

    @property
    def name(self) -> str:
        return self.provider.rpartition("/")[2]


# https://github.com/cdktf/cdktf-provider-aws and its sisters; MPL-2.0
WHEELS = {
    "aws": Wheel("hashicorp/aws", "6.25.0", "cdktf-cdktf-provider-aws==21.22.1"),
    "google": Wheel("hashicorp/google", "6.50.0", "cdktf-cdktf-provider-google==16.12.1"),
    "azurerm": Wheel("hashicorp/azurerm", "4.55.0", "cdktf-cdktf-provider-azurerm==14.23.1"),
}
SECTIONS = {"resource": "resource_schemas", "data": "data_source_schemas"}


def schema(wheel: Wheel, kinds: Mapping[str, Iterable[str]], cache: Path) -> Path:
    """A file with the schemas of these resources and data sources: those that the provider has."""
    wanted = {section: sorted(kinds.get(section, ())) for section in SECTIONS}
    source = Path(typings.__file__).read_bytes()
    digest = hashlib.sha256(json.dumps([wheel.package, wanted]).encode() + source).hexdigest()
    path = cache / f"{wheel.name}-{digest[:16]}.json"
    if not path.exists():
        path.write_text(json.dumps(_derived(wheel, wanted, cache)), "utf-8")
    return path


def _derived(wheel: Wheel, wanted: Mapping[str, list[str]], cache: Path) -> dict[str, Any]:
    folders = {
        _folder(wheel, section, kind): (section, kind)
        for section, kinds in wanted.items()
        for kind in kinds
    }
    found: dict[str, Any] = {
        "resource_schemas": {},
        "data_source_schemas": {},
    }
    with tarfile.open(fileobj=_assembly(wheel, cache)) as archive:
        for member in archive:
            folder = member.name.removeprefix("package/lib/").removesuffix("/index.d.ts")
            if folder not in folders and folder != "provider":
                continue
            text = archive.extractfile(member).read().decode()  # type: ignore[union-attr]
            if folder == "provider":
                found["provider"] = typings.provider(text)
            else:
                section, kind = folders[folder]
                found[SECTIONS[section]][kind] = typings.resource(text, kind)
    return found


def _folder(wheel: Wheel, section: str, kind: str) -> str:
    if section == "data":
        return f"data-{kind}".replace("_", "-")
    return kind.removeprefix(f"{wheel.name}_").replace("_", "-")


def _assembly(wheel: Wheel, cache: Path) -> io.BytesIO:
    path = _downloaded(wheel, cache)
    with zipfile.ZipFile(path) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".jsii.tgz"))
        return io.BytesIO(archive.read(name))


def _downloaded(wheel: Wheel, cache: Path) -> Path:
    project, _, version = wheel.package.partition("==")
    pattern = f"{project.replace('-', '_')}-{version}-*.whl"
    if not any(cache.glob(pattern)):
        command = [uv.binary(), "tool", "run", "pip", "download", "--quiet", "--no-deps"]
        subprocess.run([*command, "--dest", str(cache), wheel.package], check=True)
    (path,) = cache.glob(pattern)
    return path
