"""A platform that is served, a process to run command lines against it, and a project to deploy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.deployer.conformance.platform import Platform
from tests.deployer.harness import hourglass
from tests.deployer.harness.gate import Fault
from tests.deployer.harness.warmed import Ran, Run, Warmed, warmed

NAME, STAGE = "sample", "dev"
VERSIONS = ("first", "code", "memory", "small")
_QUEUE = '@faasport.queue("jobs")'


@dataclass
class Bench:
    """Runs are `deploy`, `destroy` and others by `run`; every one is looked at for what no run may
    show. `variables` are those by which the platform is found."""

    platform: Platform
    process: Warmed
    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def begin(self, *arguments: str, faults: Sequence[Fault] = (), host: str = "") -> Run:
        """Start a command line, which meets these faults; calls are counted anew."""
        self.platform.gate.open(*faults)
        return self.beside(*arguments, host=host)

    def beside(self, *arguments: str, host: str = "", pause: str = "") -> Run:
        """Start one while another is under way."""
        slowly = {hourglass.VARIABLE: pause} if pause else {}
        run = self.process.begin(arguments, {**self.variables, **slowly}, host=host)
        if self.platform.gate.signal is None:
            self.platform.gate.signal = run.signal
        return run

    def run(self, *arguments: str, faults: Sequence[Fault] = (), host: str = "") -> Ran:
        self.platform.gate.signal = None
        ran = self.begin(*arguments, faults=faults, host=host).result()
        self.platform.gate.signal = None
        self.look_at(ran)
        return ran

    def deploy(self, version: str = "first", *more: str, faults: Sequence[Fault] = ()) -> Ran:
        return self.run(*self.line("deploy", version, "--yes", "--no-verify", *more), faults=faults)

    def destroy(self, *more: str, version: str = "first", faults: Sequence[Fault] = ()) -> Ran:
        confirmed = ("--confirm", f"{NAME}-{STAGE}")
        return self.run(*self.line("destroy", version, *confirmed, *more), faults=faults)

    def line(self, command: str, version: str, *more: str) -> list[str]:
        target, root = self.platform.target, str(self.folder / version)
        return [command, "--target", target, "--project", root, "--json", *more]

    def told(self, ran: Ran) -> dict[str, Any]:
        """What a run that went well says of the target."""
        assert ran.code == 0, f"{ran.out}\n{ran.err}"
        found: dict[str, Any] = ran.json["targets"][self.platform.target]
        return found

    def look_at(self, ran: Ran) -> None:
        """What holds for every run, whatever it came to."""
        assert self.platform.gate.broken == []
        shown = ran.out + ran.err
        leaked = [each for each in self.platform.secrets if each in shown]
        assert not leaked, f"a credential is shown: {shown}"
        assert "Traceback" not in shown, shown
        if ran.code == 1 and '"problems"' in ran.out:
            for problem in ran.problems:
                assert problem["code"] not in ("internal-error", "error", "system"), problem
                assert problem["where"], problem
                assert problem["message"], problem


@contextmanager
def benches(platform: Platform, folder: Path) -> Iterator[Bench]:
    """A bench with the sample project packaged in all of its versions."""
    for version in VERSIONS:
        _write(platform, folder / version, version)
    served = folder / "served"
    served.mkdir()
    with (
        platform.running(served) as variables,
        warmed(platform.modules, variables, platform.places) as process,
    ):
        bench = Bench(platform, process, folder, variables)
        for version in VERSIONS:
            root = str(folder / version)
            line = ["package", "--target", platform.target, "--project", root, "--json"]
            packaged = process.begin(line).result()
            assert packaged.code == 0, packaged.out + packaged.err
        for step in ("--dry-run", "--yes"):
            process.load(bench.run(*bench.line("deploy", "first", "--no-verify", step)).modules)
        process.load(bench.destroy("--with-data").modules)
        platform.empty()
        yield bench


def _write(platform: Platform, root: Path, version: str) -> None:
    root.mkdir()
    memory = 2048 if version == "memory" else 256
    app = (
        platform.app.replace('"version": 1', '"version": 2') if version == "code" else platform.app
    )
    if version == "small":
        app = _without_queue(app)
    (root / "app.py").write_text(app)
    (root / "faasport.toml").write_text(
        f'name = "{NAME}"\nmodules = ["app"]\npython = "3.13"\nmemory = {memory}\n'
        f"[targets.{platform.target}]\n{platform.options}"
    )


def _without_queue(app: str) -> str:
    parts = app.split("\n\n\n")
    return "\n\n\n".join(part for part in parts if not part.startswith(_QUEUE))
