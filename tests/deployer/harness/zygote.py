"""A process that has all loaded, and forks one that runs a command line, again and again.

Run as a program: modules to load on the command line, then a line of JSON on standard input for
each run, and on standard output `{"run", "pid"}` when it has begun and `{"run", "status"}` when it
has ended. `{"load": modules}` loads more, and is answered by `{"loaded"}`.
It has one thread, so that its children are whole.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

_RUNS: dict[int, int] = {}
"""The number of the run, by the process of its own."""
_LOADED: set[str] = set()
"""The modules that were loaded before it was forked."""


def _wait_for_lines() -> None:
    woken, alarm = socket.socketpair()
    woken.setblocking(False)
    alarm.setblocking(False)
    signal.set_wakeup_fd(alarm.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    ready = selectors.DefaultSelector()
    ready.register(0, selectors.EVENT_READ)
    ready.register(woken, selectors.EVENT_READ)
    pending = b""
    while True:
        for key, _ in ready.select():
            if key.fd != 0:
                woken.recv(4096)
                continue
            given = os.read(0, 1 << 16)
            if not given:
                return
            *lines, pending = (pending + given).split(b"\n")
            for line in lines:
                _obey(json.loads(line))
        _tell_ends()


def _obey(asked: dict[str, Any]) -> None:
    if "load" in asked:
        _load(asked["load"])
        _say({"loaded": len(asked["load"])})
    else:
        _begin(asked)


def _load(names: list[str]) -> None:
    for name in names:
        with suppress(Exception):  # a module that only its package can load
            import_module(name)


def _begin(asked: dict[str, Any]) -> None:
    _LOADED.update(sys.modules)
    pid = os.fork()
    if pid == 0:
        _run(asked)
    _RUNS[pid] = asked["run"]
    _say({"run": asked["run"], "pid": pid})


def _tell_ends() -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        _say({"run": _RUNS.pop(pid), "status": os.waitstatus_to_exitcode(status)})


def _say(value: dict[str, int]) -> None:
    os.write(1, json.dumps(value).encode() + b"\n")


def _run(asked: dict[str, Any]) -> None:
    """In the child: never comes back."""
    code = 70
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _connect(asked["folder"])
        os.environ.update(asked["variables"])
        if asked["host"]:
            socket.gethostname = lambda: asked["host"]
        code = _code(asked["arguments"])
    finally:
        from tests.deployer.harness import hourglass

        sys.stdout.flush()
        sys.stderr.flush()
        told = {"slept": hourglass.slept, "modules": sorted(set(sys.modules) - _LOADED)}
        Path(asked["folder"], "told").write_text(json.dumps(told))
        os._exit(code)


def _connect(folder: str) -> None:
    """Standard streams are files, as where a program reads them."""
    modes = os.O_WRONLY | os.O_CREAT
    for number, name, mode in ((0, "in", os.O_RDONLY), (1, "out", modes), (2, "err", modes)):
        os.dup2(os.open(f"{folder}/{name}", mode), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115


def _code(arguments: list[str]) -> int:
    from faasport import cli

    sys.argv = ["faasport", *arguments]
    try:
        cli.main()
    except SystemExit as end:
        if isinstance(end.code, int | None):
            return end.code or 0
        sys.stderr.write(f"{end.code}\n")
        return 1
    return 0


if __name__ == "__main__":
    for name in ("faasport.cli.program", *sys.argv[1:]):
        import_module(name)
    from faasport.packager import registry
    from tests.deployer.harness import hourglass

    registry.installed()  # reads the metadata of all that is installed, and keeps it
    hourglass.turn()
    _say({})
    _wait_for_lines()
