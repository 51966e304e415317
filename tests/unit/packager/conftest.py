from __future__ import annotations

import hashlib
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

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
    """A wheel of one module in `wheels/`; gives that folder. `metadata` are more lines of it."""

    def make(
        name: str,
        tag: str = "py3-none-any",
        *,
        version: str = "1.0",
        metadata: Iterable[str] = (),
        **files: str,
    ) -> Path:
        folder = tmp_path / "wheels"
        folder.mkdir(exist_ok=True)
        info = f"{name}-{version}.dist-info"
        told = ("Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *metadata)
        content = {
            f"{name}.py": "VALUE = {1, 2, 3}\n",
            f"{info}/METADATA": "".join(f"{line}\n" for line in told),
            f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
            f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n",
            **files,
        }
        record = "".join(f"{path},,\n" for path in (*content, f"{info}/RECORD"))
        with zipfile.ZipFile(folder / f"{name}-{version}-{tag}.whl", "w") as wheel:
            for path, text in {**content, f"{info}/RECORD": record}.items():
                wheel.writestr(path, text)
        return folder

    return make


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Serve a folder of wheels as a package index on this machine, with their hashes as of now."""
    servers: list[ThreadingHTTPServer] = []

    def serve(wheels: Path) -> str:
        pages = tmp_path / "index"
        for wheel in wheels.glob("*.whl"):
            page = pages / "simple" / wheel.name.partition("-")[0]
            page.mkdir(parents=True)
            link = f'<a href="/{wheel.name}#sha256={sha256_of(wheel)}">{wheel.name}</a>'
            (page / "index.html").write_text(f"<!doctype html><html><body>{link}</body></html>")
            (pages / wheel.name).write_bytes(wheel.read_bytes())
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=pages)))
        Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/simple"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing of what is asked of it."""

    def log_message(self, *_arguments: object) -> None:
        pass
