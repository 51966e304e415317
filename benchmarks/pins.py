"""What is compared, and in which version: the direct requirements of each lock in `locks/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LOCKS = Path(__file__).with_name("locks")
PYDANTIC = "pydantic==2.14.3"


@dataclass(frozen=True)
class Pins:
    """The direct requirements, and the oldest Python that they are locked for."""

    requirements: tuple[str, ...]
    python: str = "3.11"


PINS: dict[str, Pins] = {
    # What a peer's function ships.
    "pydantic": Pins((PYDANTIC,)),
    "powertools": Pins(("aws-lambda-powertools[parser]==3.37.0",)),
    "starlette": Pins(("mangum==0.22.0", "starlette==1.10.0", PYDANTIC)),
    "fastapi": Pins(("mangum==0.22.0", "fastapi==0.165.0")),
    "flask": Pins(("apig-wsgi==2.20.0", "flask==3.1.3", PYDANTIC)),
    "chalice": Pins(("chalice==1.34.0", PYDANTIC)),
    "agraffe": Pins(("agraffe==0.7.0", "starlette==1.10.0", PYDANTIC)),
    # What a project of faasport's with the same application asks for.
    "fastapi-alone": Pins(("fastapi==0.165.0",)),
    "flask-alone": Pins(("flask==3.1.3", PYDANTIC)),
    # The vendors' runtimes, and what their images bring along.
    "awslambdaric": Pins(("awslambdaric==4.2.2",)),
    "functions-framework": Pins(("functions-framework==3.10.2",)),
    "azure-functions-runtime": Pins(
        ("azure-functions-runtime==1.3.0", "azure-functions==2.3.0"), "3.13"
    ),
    "vercel": Pins(("vercel-runtime==0.24.1", PYDANTIC), "3.12"),
    # The packagers.
    "sam": Pins(("aws-sam-cli==1.170.0",)),
}
NPM = {"osls": "4.3.1", "serverless-python-requirements": "6.1.2"}


def lock(name: str) -> Path:
    """The file with every version that these pins come to."""
    return LOCKS / f"{name}.txt"


def version(lock_name: str, distribution: str) -> str:
    """The version of a distribution in a lock, for the report."""
    for line in lock(lock_name).read_text("utf-8").splitlines():
        name, _, rest = line.partition("==")
        if name.partition("[")[0] == distribution:
            return rest.split()[0]
    raise LookupError(f"{distribution} is not in the lock {lock_name}")
