"""Who deploys, as a text that any platform keeps."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from dataclasses import replace

import pytest

from faasport.deployer import holder


def test_it_is_read_from_whatever_it_stands_in() -> None:
    mine = holder.here()

    assert holder.read(f"token {mine}, lower or not") == mine
    assert re.fullmatch(r"[A-Za-z0-9-]{1,80}", str(mine))


@pytest.mark.parametrize("text", ["", "arn:aws:sts::1:assumed-role/x", "faasport-a-b", "sam-cli-7"])
def test_other_tools_leave_none(text: str) -> None:
    assert holder.read(text) is None


def test_each_run_is_another() -> None:
    assert holder.here() != holder.here()


def test_names_of_people_and_machines_become_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Jürgens-MacBook.local." + "x" * 60)
    monkeypatch.setattr("getpass.getuser", lambda: "DOMAIN\\jürgen müller")

    found = holder.here()

    assert holder.read(str(found)) == found
    assert holder.read(str(found).lower()) is not None
    assert len(str(found)) <= 80


def test_a_machine_where_nobody_has_a_name_can_deploy(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 1000")

    monkeypatch.setattr("getpass.getuser", nobody)

    assert holder.here().user == "somebody"


def test_who_lives_is_not_gone() -> None:
    assert not holder.here().is_gone
    assert not replace(holder.here(), pid=1).is_gone


def test_who_has_ended_is_gone_on_this_machine_alone() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    ended = replace(holder.here(), pid=process.pid)

    assert ended.is_gone
    assert not replace(ended, host="elsewhere").is_gone
    assert not replace(ended, nonce="0" * 12).is_gone  # another one that is called the same


def test_labels_are_small_letters_and_say_the_same() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    ended = holder.read(str(replace(holder.here(), pid=process.pid)).lower())

    assert ended is not None
    assert ended.is_gone
    assert str(os.getpid()) in holder.here().told
