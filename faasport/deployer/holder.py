"""Who is deploying: what we leave with the platform so that a second run can name the first."""

from __future__ import annotations

import getpass
import hashlib
import os
import re
import secrets
import socket
import uuid
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_LONGEST = 24
_OF_MARK = 6
_TEXT = re.compile(r"faasport-(?P<user>[A-Za-z0-9]+)-(?P<host>[A-Za-z0-9]+)-(?P<pid>\d+)-[0-9a-f]+")


@dataclass(frozen=True)
class Holder:
    """One run of faasport. As text it has letters, digits and hyphens alone, at most 80 of them,
    which tags, labels (in small letters), tokens and object names all take. `nonce` begins with the
    mark of the machine: many are called "ubuntu" or "MacBook-Pro"."""

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
        is_here = self.host.lower() == _plain(socket.gethostname()).lower()
        # On Windows the signal of number 0 is Ctrl-C, and is sent.
        # https://docs.python.org/3/library/os.html#os.kill
        if not is_here or not self.nonce.startswith(_mark()) or os.name != "posix":
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except (OSError, OverflowError):
            return False
        return False


def here() -> Holder:
    """The run that asks."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # nobody has this number: KeyError until 3.12
        user = "somebody"
    host = socket.gethostname()
    return Holder(_plain(user), _plain(host), os.getpid(), _mark() + secrets.token_hex(3))


def read(text: str) -> Holder | None:
    """The holder that this text is of; None of another tool's."""
    found = _TEXT.search(text)
    if found is None:
        return None
    nonce = found[0].rpartition("-")[2]
    return Holder(found["user"], found["host"], int(found["pid"]), nonce)


@cache
def _mark() -> str:
    """Of this machine and, on Linux, of what numbers its processes: a container has its own."""
    told = []
    with suppress(OSError):
        told.append(Path("/etc/machine-id").read_text("ascii"))
    told = told or [str(uuid.getnode())]
    with suppress(OSError):
        told.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:_OF_MARK]


def _plain(text: str) -> str:
    return _UNSAFE.sub("", text)[:_LONGEST] or "unknown"
