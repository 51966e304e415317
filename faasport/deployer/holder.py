"""Who is deploying: what we leave with the platform so that a second run can name the first."""

from __future__ import annotations

import getpass
import os
import re
import secrets
import socket
from dataclasses import dataclass

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_LONGEST = 24
_TEXT = re.compile(r"faasport-(?P<user>[A-Za-z0-9]+)-(?P<host>[A-Za-z0-9]+)-(?P<pid>\d+)-[0-9a-f]+")


@dataclass(frozen=True)
class Holder:
    """One run of faasport. As text it has letters, digits and hyphens alone, at most 80 of them,
    which tags, labels (in small letters), tokens and object names all take."""

    user: str
    host: str
    pid: int
    nonce: str

    def __str__(self) -> str:
        return f"faasport-{self.user}-{self.host}-{self.pid}-{self.nonce}"

    @property
    def told(self) -> str:
        """For people."""
        return f"{self.user} on {self.host} (process {self.pid})"

    @property
    def is_gone(self) -> bool:
        """Whether it ran on this machine and is no more. Of other machines nobody knows."""
        if self.host.lower() != _plain(socket.gethostname()).lower():
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False


def here() -> Holder:
    """The run that asks."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # nobody has this number: KeyError until 3.12
        user = "somebody"
    host = socket.gethostname()
    return Holder(_plain(user), _plain(host), os.getpid(), secrets.token_hex(6))


def read(text: str) -> Holder | None:
    """The holder that this text is of; None of another tool's."""
    found = _TEXT.search(text)
    if found is None:
        return None
    nonce = found[0].rpartition("-")[2]
    return Holder(found["user"], found["host"], int(found["pid"]), nonce)


def _plain(text: str) -> str:
    return _UNSAFE.sub("", text)[:_LONGEST] or "unknown"
