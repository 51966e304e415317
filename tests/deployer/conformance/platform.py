"""What an adapter's tests give to the suite: a fake of its platform."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar

from tests.deployer.harness.call import Call
from tests.deployer.harness.gate import Gate

APP = """\
import faasport


@faasport.http("GET", "/hello/{name}")
def hello(name: str):
    return {"hello": name, "version": 1}


@faasport.queue("jobs")
def work(job: dict):
    print("did", job)


@faasport.schedule("0 6 * * *")
def report(tick: faasport.Tick):
    print("reported")
"""


class Platform(ABC):
    """One account of one platform, which the real client talks to over loopback."""

    target: ClassVar[str]
    modules: ClassVar[tuple[str, ...]]
    """What is loaded before runs are forked: the adapter's deployer, and the clients that it loads
    lazily."""
    app: ClassVar[str] = APP
    """The module that is deployed, in its first version."""
    options: ClassVar[str] = ""
    """Lines of `[tool.faasport.targets.<target>]`."""
    secrets: ClassVar[tuple[str, ...]] = ()
    """Values of credentials, which no output may hold."""
    places: ClassVar[tuple[Path, ...]] = ()
    """Folders that are searched for adapters, beside the project's own."""
    has_data: ClassVar[bool] = True
    """Whether it has data resources at all."""
    concurrent: ClassVar[bool] = True
    """Whether a second deployment at once is to be refused while the first goes on."""

    def __init__(self) -> None:
        self.gate = Gate()

    @abstractmethod
    def running(self, folder: Path) -> AbstractContextManager[Mapping[str, str]]:
        """Serve, through `gate`, until the block ends: the variables by which the client finds it,
        and its credentials. What has to be on disk goes to `folder`."""

    @abstractmethod
    def empty(self) -> None:
        """A new account: nothing in it but what the user has to make first (a secret)."""

    @abstractmethod
    def state(self) -> Any:
        """All that is there, without times and without what differs from run to run (ids, nonces,
        holders): two accounts that serve alike are equal. Leftovers are in it: whatever a run that
        was killed might leave behind and the next does not need."""

    @abstractmethod
    def data(self) -> Sequence[str]:
        """The names of what holds the user's data, as the platform has them."""

    @abstractmethod
    def spoil(self) -> None:
        """The next update of a unit fails over there, after others may have succeeded: once."""

    @abstractmethod
    def take_name(self) -> None:
        """In a new account: something that is not ours has a name that the deployment needs."""

    @abstractmethod
    def is_write(self, call: Call) -> bool:
        """Whether a call changes anything."""

    def saved(self) -> Any:
        """A copy of the account, for `restored`. Left out: what is needed is deployed again."""
        raise NotImplementedError

    def restored(self, saved: Any) -> None:
        """The account as it was."""
        raise NotImplementedError

    def disturbed(self, journal: Sequence[Call], kind: str) -> Sequence[int]:
        """The numbers of the calls of a run that are met by faults, or followed by a kill (`kind`
        is "kill" then), where not all faults are to be met at all calls: see `sweep.EVERY`."""
        return range(1, len(journal) + 1)

    def meets(self, call: Call, kind: str) -> bool:
        """Whether there is such a fault of this call at all: what gives out tokens has no quota."""
        return True

    def tamper(self) -> None:
        """Somebody changes a deployed unit by hand. Left out: drift is not tested."""
        raise NotImplementedError

    def say(self, function: str, lines: Sequence[str]) -> None:
        """A function logs these. Left out: logs are not tested."""
        raise NotImplementedError

    def answers(self, function: str, answer: Any) -> None:
        """What a deployed function gives when it is invoked."""
        raise NotImplementedError
