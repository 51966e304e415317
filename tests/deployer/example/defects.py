"""Faults that a deployer might have, which a variable puts into the one of the example."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import faasport_example.deployer as example
from faasport_example.deployer import lock
from faasport_example.deployer.client import Client

from faasport.deployer import faults, holder

VARIABLE = "EXAMPLE_DEFECT"
Deployer = example.ExampleDeployer
_meant, _init = Client._meant, Deployer.__init__


def nothing_is_undone() -> None:
    Deployer._undo = lambda *_all: None  # type: ignore[method-assign]


def old_code_stays() -> None:
    Deployer._sweep = lambda *_all: None  # type: ignore[method-assign]


def done_is_said_too_early() -> None:
    def make(self: Any, plan: Any, _progress: Any) -> None:
        code = _code(plan)
        self.client.call("PUT", f"/v1/blobs/{code}?owner={self.owner}", plan.code)
        for name, thing in plan.wanted.items():
            self._put(name, thing)
        self._sweep({code})

    Deployer._make = make  # type: ignore[method-assign]


def _code(plan: Any) -> str:
    code: str = next(thing["code"] for thing in plan.wanted.values() if "code" in thing)
    return code


def a_lock_is_left_when_all_is_done() -> None:
    lock.cleared = lambda *_all: None


def nobody_is_kept_out() -> None:
    lock.held = lambda *_all, **_options: nullcontext()


def who_is_gone_still_holds_it() -> None:
    holder.Holder.is_gone = False  # type: ignore[assignment]


def data_goes() -> None:
    example._goes = lambda _thing, **_options: True


def everything_is_made_again() -> None:
    Deployer._there = lambda _self: {}  # type: ignore[method-assign]


def a_refusal_leaves_a_half() -> None:
    example.REFUSED = ()  # type: ignore[assignment]


def a_plan_is_left() -> None:
    Deployer.abandon = lambda *_all: None  # type: ignore[method-assign]


def the_token_is_shown() -> None:
    def meant(self: Any, status: int, told: Any, action: str) -> Any:
        if status >= 400 and status not in (404, 412):
            raise faults.Denied(self.address, f"{self._token} may not.", "Ask.")
        return _meant(self, status, told, action)

    Client._meant = meant  # type: ignore[method-assign]


def a_cut_is_not_understood() -> None:
    def call(self: Any, method: str, path: str, body: Any = None, **conditions: str) -> Any:
        headers = {name.replace("_", "-"): text for name, text in conditions.items()}
        headers["authorization"] = f"Bearer {self._token}"
        status, told, _ = self._answer(method, path, body, headers)
        return self._meant(status, told, f"{method} {path}")

    Client.call = call  # type: ignore[method-assign]


DEFECTS: dict[str, Callable[[], None]] = {
    each.__name__: each
    for each in (
        nothing_is_undone,
        old_code_stays,
        done_is_said_too_early,
        a_lock_is_left_when_all_is_done,
        nobody_is_kept_out,
        who_is_gone_still_holds_it,
        data_goes,
        everything_is_made_again,
        a_refusal_leaves_a_half,
        a_plan_is_left,
        the_token_is_shown,
        a_cut_is_not_understood,
    )
}


def _begin(self: Any, asked: Any) -> None:
    """Every run has the defect that its variable names, if it names one."""
    name = os.environ.get(VARIABLE)
    if name:
        DEFECTS[name]()
    _init(self, asked)


Deployer.__init__ = _begin  # type: ignore[method-assign]
