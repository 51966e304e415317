from __future__ import annotations

import hashlib
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
APP = """\
import faasport


@faasport.http("POST", "/orders", cors=True)
def create_order(order: dict) -> dict:
    return order


@faasport.http("GET", "/orders/{order_id}")
async def get_order(order_id: int, expand: bool = False) -> dict:
    return {"id": order_id}
"""

MakeProject = Callable[..., Path]
MakeWheel = Callable[..., Path]


@pytest.fixture(autouse=True)
def fake_adapters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Targets `fake`, `fakefolder` and `fakerefusing`, installed as a third party's would be."""
    monkeypatch.syspath_prepend(str(Path(__file__).with_name("fake")))


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """A project of one module; files by path, `config` for more lines of its table."""

    def make(config: str = "", *, name: str = "project", app: str = APP, **files: str) -> Path:
        root = tmp_path / name
        table = f'[tool.faasport]\nname = "shop"\nmodules = ["app"]\npython = "{PYTHON}"\n'
        content = {"pyproject.toml": table + config, "app.py": app, **files}
        for path, text in content.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        return root

    return make


@pytest.fixture
def make_wheel(tmp_path: Path) -> MakeWheel:
    """A wheel of one module in `wheels/`; gives that folder."""

    def make(name: str, tag: str = "py3-none-any", **files: str) -> Path:
        folder = tmp_path / "wheels"
        folder.mkdir(exist_ok=True)
        info = f"{name}-1.0.dist-info"
        content = {
            f"{name}.py": "VALUE = {1, 2, 3}\n",
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
            f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
            f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n",
            **files,
        }
        record = "".join(f"{path},,\n" for path in (*content, f"{info}/RECORD"))
        with zipfile.ZipFile(folder / f"{name}-1.0-{tag}.whl", "w") as wheel:
            for path, text in {**content, f"{info}/RECORD": record}.items():
                wheel.writestr(path, text)
        return folder

    return make


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
