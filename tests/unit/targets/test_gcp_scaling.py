from __future__ import annotations

import pytest

from faasport_gcp.packager import limits
from tests.unit.targets.gcp_events import EVENTS
from tests.unit.targets.gcp_plans import gcp, planned, refused, service


def test_what_nobody_says_is_left_to_google():
    told = service(planned())

    assert not told.keys() & {
        "min_instance_count",
        "max_instance_count",
        "max_instance_request_concurrency",
        "available_cpu",
    }


def test_concurrency_and_processors_reach_the_service():
    told = service(
        planned(memory=2048, concurrency={"min": 1, "max": 20, "per_instance": 40}, **gcp(cpu=2))
    )

    assert told["min_instance_count"] == 1
    assert told["max_instance_count"] == 20
    assert told["max_instance_request_concurrency"] == 40
    assert told["available_cpu"] == "2"


def test_a_function_of_events_has_its_own():
    configuration = planned(
        concurrency={"max": 50},
        functions={"fulfil": {"concurrency": {"max": 3}}},
        **gcp(functions={"fulfil": {"cpu": 0.5}}),
    )

    assert service(configuration, "fulfil")["max_instance_count"] == 3
    assert service(configuration, "fulfil")["available_cpu"] == "0.5"
    assert service(configuration)["max_instance_count"] == 50
    assert "available_cpu" not in service(configuration)


@pytest.mark.parametrize(
    ("config", "code", "said"),
    [
        (
            {"concurrency": {"max": 2}, **gcp(concurrency={"min": 5})},
            "limit",
            "concurrency.min on gcp is 5",
        ),
        ({"concurrency": {"per_instance": 1001}, "memory": 2048}, "limit", "1 to 1000"),
        ({"concurrency": {"max": 1001}}, "limit", "concurrency.max"),
        ({"concurrency": {"per_instance": 2}}, "bad-cpu", "512 MB come with"),
        ({"concurrency": {"per_instance": 2}, **gcp(cpu=0.5)}, "bad-cpu", "has 0.5"),
        (gcp(cpu=3), "bad-cpu", "(1, 2, 4, 6, 8)"),
        ({"memory": 1024, **gcp(cpu=0.3)}, "bad-cpu", "1024 MB need a cpu of 0.5"),
        ({"memory": 8192, **gcp(cpu=1)}, "bad-cpu", "8192 MB need a cpu of 2"),
        ({"memory": 512, **gcp(cpu=4)}, "bad-cpu", "needs 2048 MB"),
        (gcp(cpu=9), "bad-value", "cpu"),
    ],
)
def test_what_cloud_run_does_not_take_is_refused(config, code, said):
    assert said in refused(*EVENTS, **config)[code]


@pytest.mark.parametrize(
    "config",
    [
        {"concurrency": {"min": 0, "max": 1, "per_instance": 1}},
        {"concurrency": {"per_instance": 80}, "memory": 2048},
        {"concurrency": {"per_instance": 80}, **gcp(cpu=1)},
        {"memory": 1024, **gcp(cpu=0.5)},
        {"memory": 32_768, **gcp(cpu=8)},
        {"memory": 512, **gcp(cpu=0.08)},
        {"memory": 128},
    ],
)
def test_what_cloud_run_takes_is_fine(config):
    assert refused(*EVENTS, **config) == {}


def test_functions_behind_http_have_one_processor():
    tables = {"hook": {"cpu": 1}, "files": {"cpu": 2}}

    assert "2.0 and 1.0" in refused(**gcp(functions=tables))["conflicting-settings"]
    assert refused(**gcp(functions={"hook": {"cpu": 1}})) == {}


@pytest.mark.parametrize(
    ("memory", "cpu"), [(128, 0.083), (300, 0.167), (512, 0.333), (2048, 1), (5000, 2)]
)
def test_a_processor_comes_with_memory(memory, cpu):
    assert limits.tier(memory) == cpu
