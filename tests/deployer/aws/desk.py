"""Where somebody sits with projects of his own, and gives command lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.deployer.aws.moto_aws import MotoAws
from tests.deployer.harness.gate import Fault
from tests.deployer.harness.warmed import Ran, Warmed, warmed

PLAIN = """\
import faasport


@faasport.http("GET", "/hello/{name}")
def hello(name: str):
    print("asked for", name)
    return {"hello": name, "version": 1}
"""


@dataclass
class Desk:
    """`aws` is the account. A project that is written again is another version of itself."""

    aws: MotoAws
    process: Warmed
    folder: Path

    def write(self, options: str = "", app: str = PLAIN, name: str = "sample") -> None:
        root = self.folder / name
        root.mkdir(exist_ok=True)
        (root / "app.py").write_text(app)
        (root / "faasport.toml").write_text(
            f'name = "{name}"\nmodules = ["app"]\npython = "3.13"\nmemory = 256\n'
            f'[targets.aws]\nunit = "app"\n{options}'
        )

    def run(
        self,
        *arguments: str,
        faults: Sequence[Fault] = (),
        name: str = "sample",
        stdin: str = "",
        **variables: str,
    ) -> Ran:
        self.aws.gate.open(*faults)
        line = [*arguments, "--target", "aws", "--project", str(self.folder / name), "--json"]
        run = self.process.begin(line, variables, stdin=stdin)
        self.aws.gate.signal = run.signal
        ran = run.result()
        assert self.aws.gate.broken == [], "\n".join(self.aws.gate.broken)
        return ran

    def deploy(self, *more: str, **more_still: Any) -> Ran:
        return self.run("deploy", "--yes", "--no-verify", *more, **more_still)

    def done(self, ran: Ran) -> dict[str, Any]:
        """What a run that went well tells."""
        assert ran.code == 0, ran.out + ran.err
        found: dict[str, Any] = ran.json["targets"]["aws"]
        return found

    def problem(self, ran: Ran) -> dict[str, str]:
        """The one problem of a run that did not."""
        assert ran.code == 1, ran.out + ran.err
        assert "Traceback" not in ran.err
        (problem,) = ran.problems
        return problem


@contextmanager
def desks(folder: Path) -> Iterator[Desk]:
    aws = MotoAws()
    served = folder / "served"
    served.mkdir()
    with aws.running(served) as variables, warmed(aws.modules, variables) as process:
        yield Desk(aws, process, folder)
