"""Virtual environments with exactly what a lock says, made by uv once and kept in the cache."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pins import lock
from faasport.project import interpreters, uv

CREATE_SECONDS = 60.0
INSTALL_SECONDS = 600.0


@dataclass(frozen=True)
class Environments:
    """Those of one cache folder. A lock that changes makes a new one."""

    cache: Path

    def python(self, name: str, version: str) -> Path:
        """The interpreter of an environment that holds the lock's versions ("" for none), with
        their bytecode."""
        words = lock(name).read_text("utf-8") if name else ""
        base = interpreters.find(version)
        key = hashlib.sha256(f"{words}{base}".encode()).hexdigest()[:12]
        home = self.cache / "environments" / f"{name or 'bare'}-{version}-{key}"
        if not home.exists():
            draft = home.with_name(f".{home.name}")
            shutil.rmtree(draft, ignore_errors=True)
            run("venv", "--no-project", "--relocatable", "--python", str(base), str(draft))
            if name:
                install(lock(name), draft / "bin" / "python", "--compile-bytecode")
            draft.rename(home)
        return home / "bin" / "python"


def install(locked: Path, python: Path, *options: str) -> None:
    """What stands in the lock and nothing else; from uv's own cache, if that has it all."""
    command = ["pip", "install", "--quiet", "--no-deps", "--python", str(python), *options]
    command += ["--requirements", str(locked)]
    if uv.run([*command, "--offline"], timeout=INSTALL_SECONDS).code != 0:
        run(*command, seconds=INSTALL_SECONDS)


def run(*arguments: str, seconds: float = CREATE_SECONDS) -> None:
    """uv, or the end of the whole run with its words."""
    done = uv.run(arguments, timeout=seconds)
    if done.code != 0:
        raise SystemExit(f"uv {' '.join(arguments)} failed: {done.stderr.strip()}")
