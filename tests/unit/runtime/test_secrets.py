"""`faasport.secret`: where the value comes from, and how often it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import pytest

import faasport
from faasport.runtime import secrets

SLOW = """
import threading
asked, go_on = threading.Event(), threading.Event()
def fetch(reference):
    if threading.current_thread() is not threading.main_thread():
        asked.set()
        go_on.wait()
    return "one"
"""
FORKING = """
import os, signal, sys, threading
sys.path.insert(0, sys.argv[1])
import faasport, slow_store
os.environ["FAASPORT_SECRET_KEY"] = "slow_store:x"
asking = threading.Thread(target=faasport.secret, args=("KEY",))
asking.start()
slow_store.asked.wait()
child = os.fork()
if child == 0:
    signal.alarm(20)
    os.write(1, faasport.secret("KEY").encode())
    os._exit(0)
_, status = os.waitpid(child, 0)
slow_store.go_on.set()
asking.join()
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Store(ModuleType):
    """A module of an adapter's, as `FAASPORT_SECRET_<NAME>` names it."""

    def __init__(self) -> None:
        super().__init__("a_store")
        self.asked: list[str] = []
        self.values = {"stripe/key": "one"}

    def fetch(self, reference: str) -> str:
        self.asked.append(reference)
        if reference not in self.values:
            raise faasport.SecretError(f"The store has no {reference}.")
        return self.values[reference]


@pytest.fixture
def store(monkeypatch):
    found = Store()
    monkeypatch.setitem(sys.modules, "a_store", found)
    monkeypatch.setattr(secrets, "_fetched", {})
    monkeypatch.setenv("FAASPORT_SECRET_KEY", "a_store:stripe/key")
    monkeypatch.delenv("KEY", raising=False)
    return found


@pytest.fixture
def clock(monkeypatch):
    moment = [1000.0]
    monkeypatch.setattr(secrets.time, "monotonic", lambda: moment[0])
    return moment


def test_the_environment_has_it_where_the_platform_brings_it(monkeypatch, store):
    monkeypatch.setenv("KEY", "of the environment")

    assert faasport.secret("KEY") == "of the environment"
    assert store.asked == []


def test_it_is_fetched_on_first_use_and_kept(store):
    first, second = faasport.secret("KEY"), faasport.secret("KEY")

    assert (first, second, store.asked) == ("one", "one", ["stripe/key"])


def test_it_is_fetched_again_when_it_is_older_than_asked_for(store, clock):
    faasport.secret("KEY", max_age=60)
    store.values["stripe/key"] = "two"
    clock[0] += 59
    young = faasport.secret("KEY", max_age=60)
    clock[0] += 1
    old = faasport.secret("KEY", max_age=60)

    assert (young, old, faasport.secret("KEY"), len(store.asked)) == ("one", "two", "two", 2)


def test_an_age_of_nothing_fetches_each_time(store):
    faasport.secret("KEY", max_age=0)
    faasport.secret("KEY", max_age=0)

    assert len(store.asked) == 2


@pytest.mark.parametrize("brings", ["platform", "store"])
def test_an_empty_value_is_none(monkeypatch, store, brings):
    if brings == "platform":
        monkeypatch.setenv("KEY", "")
    store.values["stripe/key"] = ""

    with pytest.raises(faasport.SecretError, match="KEY is empty"):
        faasport.secret("KEY")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_child_that_was_forked_while_a_thread_asked_asks_itself(tmp_path):
    # In a process of its own: a fork beside threads is what Python warns of.
    (tmp_path / "slow_store.py").write_text(SLOW)

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKING, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.stdout, done.returncode) == ("one", 0), done.stderr


def test_a_reference_may_hold_colons(monkeypatch, store):
    monkeypatch.setenv("FAASPORT_SECRET_ARN", "a_store:arn:aws:ssm:::parameter/x")
    store.values["arn:aws:ssm:::parameter/x"] = "by its ARN"

    assert faasport.secret("ARN") == "by its ARN"


def test_what_is_not_declared_says_what_to_write(store):
    with pytest.raises(faasport.SecretError) as raised:
        faasport.secret("NOBODYS")

    assert "secrets = { NOBODYS =" in str(raised.value)
    assert ".env" in str(raised.value)


def test_what_the_store_withholds_is_asked_for_again(store):
    del store.values["stripe/key"]
    with pytest.raises(faasport.SecretError, match="no stripe/key"):
        faasport.secret("KEY")
    store.values["stripe/key"] = "late"

    assert faasport.secret("KEY") == "late"


def test_a_value_that_is_too_old_is_not_given_when_the_store_fails(store, clock):
    faasport.secret("KEY", max_age=60)
    del store.values["stripe/key"]
    clock[0] += 61

    with pytest.raises(faasport.SecretError):
        faasport.secret("KEY", max_age=60)
    assert faasport.secret("KEY") == "one"


def test_threads_that_start_together_ask_once(store, monkeypatch):
    together = threading.Barrier(8)

    def ask(_number: int) -> str:
        together.wait()
        return faasport.secret("KEY")

    with ThreadPoolExecutor(8) as workers:
        found = set(workers.map(ask, range(8)))

    assert (found, store.asked) == ({"one"}, ["stripe/key"])


def test_a_store_may_need_a_secret_of_its_own(store, monkeypatch):
    monkeypatch.setenv("PASSWORD", "of the store")
    store.fetch = lambda reference: f"{reference} by {faasport.secret('PASSWORD')}"

    assert faasport.secret("KEY") == "stripe/key by of the store"
