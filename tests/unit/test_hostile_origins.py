"""What importers make of files that mean harm, or are none: a draft or a refusal, no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from faasport.migrator.origin import Asked
from faasport.project.problem import ProblemsFound
from faasport_azure.importer import Azure
from faasport_gcp.importer import Gcp
from faasport_vercel.importer import Vercel
from tests.unit.origins import shown

ORIGINS = {"azure": Azure, "gcp": Gcp, "vercel": Vercel}
MARKER = "outside-of-the-project"
START = {
    "host.json": '{"version": "2.0"}',
    "local.settings.json": '{"Values": {}}',
    "vercel.json": "{}",
    "deploy.sh": "gcloud functions deploy api --trigger-http --source . --env-vars-file env.yaml\n",
    "main.py": "def api(request):\n    return 'ok'\n",
}
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(12)
)


def _large(folder: Path) -> None:
    for name in ("main.py", "api/index.py", "vercel.json", "host.json", "deploy.sh"):
        (folder / name).write_text("#" * 10_000_000)


def _deep(folder: Path) -> None:
    (folder / "main.py").write_text("x = " + "(" * 5000 + ")" * 5000)
    (folder / "api/index.py").write_text("x = " + "-" * 50_000 + "1")
    (folder / "other.py").write_text("x" + ".a" * 60_000)
    (folder / "vercel.json").write_text('{"functions":' * 5000)
    (folder / "Http/function.json").write_text("[" * 100_000)


def _bytes(folder: Path) -> None:
    (folder / "main.py").write_bytes(b"x = 1\0\xff\xfe")
    (folder / "api/index.py").write_bytes(b"# -*- coding: no-such-coding -*-\nx = 1\n")
    (folder / "local.settings.json").write_bytes(b'{"Values": {"A": "\xff"}}')
    (folder / "Http/function.json").write_bytes(b"\xff\xfe\x00")
    (folder / "deploy.sh").write_bytes(b"gcloud functions deploy \xff --trigger-http")


def _links(folder: Path) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text(
        f"TOPIC = '{MARKER}'\n\ndef api(request):\n    return TOPIC\n"
    )
    (outside / "env.yaml").write_text(f"A: {MARKER}\n")
    (folder / "main.py").unlink()
    (folder / "main.py").symlink_to(outside / "secret.py")
    (folder / "env.yaml").symlink_to(outside / "env.yaml")
    (folder / "api/index.py").symlink_to(outside / "secret.py")
    (folder / "round").symlink_to(folder, target_is_directory=True)
    (folder / "loop.py").symlink_to(folder / "loop.py")


def _folders(folder: Path) -> None:
    for name in ("main.py", "vercel.json", "host.json", "local.settings.json", "deploy.sh"):
        (folder / name).unlink(missing_ok=True)
        (folder / name).mkdir()


def _types(folder: Path) -> None:
    (folder / "host.json").write_text(
        '{"extensions": [], "functions": {"a": 1}, "retry": 3, "functionTimeout": ["x"]}'
    )
    (folder / "Http/function.json").write_text(
        '{"bindings": [7, {"type": 9, "name": [], "route": {}, "methods": 4}], "retry": "x",'
        ' "scriptFile": "../../../etc/passwd", "entryPoint": 5}'
    )
    (folder / "vercel.json").write_text(
        '{"functions": {"**": [], "../../*": {"includeFiles": "/etc/*", "memory": "x"}},'
        ' "rewrites": [[], {"source": 1, "destination": {}}], "crons": {"path": 3},'
        ' "env": [1], "builds": "x", "regions": {"a": 1}}'
    )
    (folder / "deploy.sh").write_text(
        "gcloud functions deploy\ngcloud functions deploy --trigger-topic\n"
        "gcloud functions deploy api --source ../../../../etc --env-vars-file /etc/passwd "
        "--memory lots --timeout soon --set-secrets =,=x --set-env-vars ^\n"
        "gcloud scheduler jobs create http\ngcloud run deploy 'unended\n"
    )


def _bomb(folder: Path) -> None:
    (folder / "env.yaml").write_text(BOMB)
    (folder / "cloudbuild.yaml").write_text(f"# gcloud functions deploy\n{BOMB}")
    (folder / "app.yaml").write_text("runtime: !!python/object/apply:os.system [exit 1]\n")
    (folder / "main.tf").write_text('resource "google_cloudfunctions_function" "x" {' * 300)


def _circles(folder: Path) -> None:
    (folder / "main.py").write_text("from other import app\nA = B\nB = A\napi = app\n")
    (folder / "other.py").write_text("from main import app\napp = app\n")
    (folder / "main.tf").write_text(
        "locals {\n  a = local.b\n  b = local.a\n}\n"
        'resource "google_cloudfunctions_function" "x" {\n  name = local.a\n}\n'
    )
    (folder / "api/index.py").write_text("from ..main import app\nfrom ....x import handler\n")


HARMS: dict[str, Callable[[Path], None]] = {
    "large": _large,
    "deep": _deep,
    "bytes": _bytes,
    "links": _links,
    "folders": _folders,
    "types": _types,
    "bomb": _bomb,
    "circles": _circles,
}


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("origin", ORIGINS)
def test_harm_is_told_or_refused(origin, harm, tmp_path):
    folder = tmp_path / "project"
    for name in ("api", "Http"):
        (folder / name).mkdir(parents=True)
    for name, content in START.items():
        (folder / name).write_text(content)
    HARMS[harm](folder)
    before = sorted(folder.iterdir())
    importer = ORIGINS[origin]()

    try:
        file = importer.recognised(folder)
        told = shown(importer.read(folder, file, Asked())) if file else ""
    except ProblemsFound as refused:
        told = str(refused)

    assert MARKER not in told
    assert sorted(folder.iterdir()) == before
