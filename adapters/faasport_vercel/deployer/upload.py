"""The files of what was packaged, and their way to Vercel: each by its content, and only what
Vercel has not already.

https://vercel.com/docs/rest-api/deployments/upload-deployment-files
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from faasport.deployer import digest
from faasport.deployer.deployer import Progress
from faasport.packager.output import Output
from faasport.project import tree
from faasport_vercel.deployer.api import CONNECTIONS, Api
from faasport_vercel.packager import build_output, project_form, vercel_json

# What Vercel's own command line leaves out of a project.
# https://vercel.com/docs/deployments/build-features#ignored-files-and-folders
IGNORED = frozenset((".git", ".vercel", ".venv", "__pycache__", "node_modules", "venv", ".cache"))
# Keys of vercel.json that are for editors, and no part of a deployment.
NOTES = ("$schema",)
# https://vercel.com/docs/rest-api/deployments/create-a-new-deployment (projectSettings)
PROJECT_SETTINGS = (
    "buildCommand",
    "devCommand",
    "framework",
    "installCommand",
    "nodeVersion",
    "outputDirectory",
)


@dataclass(frozen=True)
class File:
    """`name` is the path that Vercel knows it by; `mode` has the type of the file in it."""

    name: str
    path: Path
    sha: str
    size: int
    mode: int

    def as_json(self) -> dict[str, Any]:
        return {"file": self.name, "sha": self.sha, "size": self.size, "mode": self.mode}


@dataclass(frozen=True)
class Upload:
    """All that one deployment is made of."""

    output: Output

    @property
    def is_built(self) -> bool:
        """Whether Vercel takes it as it is, and builds nothing."""
        return self.output.artifacts[0].path == build_output.FOLDER

    @cached_property
    def digest(self) -> str:
        return digest.of(self.output)

    @cached_property
    def files(self) -> tuple[File, ...]:
        """Of an output, all that was packaged; of a project, without bytecode and the like, which
        its builder has no use for. What Vercel's tools have left beside them stays here."""
        artifact = f"{self.output.artifacts[0].path}/"
        within = artifact if self.is_built else ""
        return tuple(
            _file(self.output.directory / artifact / name, within + name)
            for name in self._names(artifact)
            if self.is_built or IGNORED.isdisjoint(name.split("/"))
        )

    @property
    def settings(self) -> dict[str, Any]:
        """What vercel.json says, which is a part of the request; with what of it is the project's,
        over the project's own settings. The folder of a project holds the file, too."""
        base = self.output.directory / ("" if self.is_built else project_form.FOLDER)
        told = json.loads((base / vercel_json.FILE).read_text("utf-8"))
        own = {key: told.get(key) for key in PROJECT_SETTINGS if key in told}
        rest = {key: value for key, value in told.items() if key not in NOTES}
        return {**rest, "projectSettings": {"rootDirectory": None, **own}}

    @property
    def query(self) -> dict[str, str]:
        """Without `forceNew`, Vercel may answer with a former deployment of the same files, which
        is neither ours nor has it seen variables that were changed since."""
        built = {"prebuilt": "1"} if self.is_built else {}
        return {"skipAutoDetectionConfirmation": "1", "forceNew": "1", **built}

    @cached_property
    def units(self) -> dict[str, list[str]]:
        """Digests of configuration and code, by function; of what routes to them, by its file."""
        if not self.is_built:
            return {build_output.FUNCTION: ["", self.digest[:12]]}
        return dict(_units(self.files))

    def _names(self, artifact: str) -> list[str]:
        marker = self.output.marker
        if marker is None:
            return tree.leaves(self.output.directory / artifact)
        below = (name for name in marker.files if name.startswith(artifact))
        return sorted(name.removeprefix(artifact) for name in below)


def send(api: Api, files: Iterable[File], missing: Iterable[str], progress: Progress) -> None:
    """Those of these digests. What was sent by half is not kept by Vercel, which compares the
    digest; so that to send it again is all that it takes."""
    by_digest: Mapping[str, File] = {file.sha: file for file in files}
    wanted = [by_digest[sha] for sha in sorted(set(missing)) if sha in by_digest]
    size = sum(file.size for file in wanted)
    progress(f"{len(wanted)} files to upload, {size / 1e6:.1f} MB")
    pool = ThreadPoolExecutor(CONNECTIONS)
    sent = [pool.submit(_send, api, file) for file in wanted]
    try:
        for each in sent:
            each.result()
    except BaseException:
        api.is_given_up = True
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _send(api: Api, file: File) -> None:
    headers = {
        "content-type": "application/octet-stream",
        "x-now-digest": file.sha,
        "x-now-size": str(file.size),
    }
    doing = f"take the file {file.name}"
    api.ask("POST", "/v2/files", doing, content=file.path.read_bytes(), headers=headers)


def _file(path: Path, name: str) -> File:
    content = path.read_bytes()
    # https://vercel.com/docs/rest-api/deployments/upload-deployment-files asks for SHA-1
    sha = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    mode = path.stat().st_mode if os.name == "posix" else 0o100644
    return File(name, path, sha, len(content), mode)


def _units(files: Iterable[File]) -> Iterator[tuple[str, list[str]]]:
    functions = f"{build_output.FOLDER}/functions/"
    settings: dict[str, str] = {}
    code: dict[str, list[str]] = {}
    for file in files:
        unit, found, within = file.name.removeprefix(functions).partition(".func/")
        if not found:
            yield file.name.rpartition("/")[2], [file.sha[:12], ""]
        elif within == build_output.CONFIG:
            settings[unit] = file.sha[:12]
        else:
            code.setdefault(unit, []).append(f"{within} {file.sha}")
    shared = [line for lines in code.values() for line in lines]
    for unit, configured in settings.items():
        lines = sorted(code.get(unit, shared))
        yield unit, [configured, hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]]
