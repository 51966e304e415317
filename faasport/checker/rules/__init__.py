"""The table of rules, in the order of their ids. An id that is given out keeps its meaning."""

from __future__ import annotations

from faasport.checker.rule import Rule
from faasport.checker.rules import (
    clients,
    clocks,
    heavy_imports,
    logs,
    loops,
    processes,
    resources,
    secret_literals,
    shortfalls,
    sources,
    state,
    unfinished,
    variables,
    vendor_code,
    vendor_payloads,
    waiting,
    writes,
)

UNREADABLE = sources.UNREADABLE
UNUSED = sources.UNUSED
RULES: tuple[Rule, ...] = (
    UNREADABLE,
    UNUSED,
    vendor_payloads.PAYLOAD_KEYS,
    vendor_payloads.RESULTS,
    vendor_payloads.NATIVE,
    vendor_code.SDKS,
    vendor_code.PLACES,
    writes.WRITES,
    unfinished.UNFINISHED,
    processes.SHARED,
    processes.SIGNALS,
    processes.EXITS,
    waiting.BLOCKING,
    waiting.UNAWAITED,
    waiting.SLEEPS,
    clients.CLIENTS,
    heavy_imports.HEAVY_IMPORTS,
    logs.ROOT_LOGGER,
    secret_literals.SECRETS,
    variables.UNDECLARED,
    variables.APART,
    variables.UNKNOWN_SECRETS,
    logs.WHOLE_REQUESTS,
    resources.RESOURCES,
    loops.LOOPS,
    state.STATE,
    shortfalls.STREAMS,
    shortfalls.DELAYS,
    clocks.CLOCKS,
)
