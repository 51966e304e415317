from __future__ import annotations

import inspect

import pytest

from faasport_azure.importer.decorators import DECORATORS

func = pytest.importorskip("azure.functions")
DURABLE = {"orchestration_trigger", "activity_trigger", "entity_trigger", "durable_client_input"}


@pytest.mark.parametrize("name", sorted(DECORATORS))
def test_a_decorator_takes_its_parameters_in_the_order_of_the_sdk(name):
    method = getattr(func.FunctionApp, name, None) or getattr(func.Blueprint, name, None)
    if method is None:  # of azure-functions-durable, or of a later release
        assert name in DURABLE | {
            "mcp_tool_trigger",
            "mysql_trigger",
            "mysql_input",
            "mysql_output",
        }
        return
    parameters = tuple(inspect.signature(method).parameters)[1:]

    assert parameters[: len(DECORATORS[name].parameters)] == DECORATORS[name].parameters


def test_no_decorator_of_the_sdk_is_unknown():
    told = {
        name
        for name in dir(func.FunctionApp)
        if name.endswith(("_trigger", "_output", "_input", "_binding")) or name == "route"
    }
    later = {name for name in told if name.startswith(("dapr_", "mcp_", "assistant_", "text_"))}

    assert told - later - set(DECORATORS) - OTHERS == set()


OTHERS = {
    "embeddings_input",
    "semantic_search_input",
    "embeddings_store_output",
    "connector_trigger",
}
"""Of OpenAI's and others' extensions: what is not known is no binding of ours."""
