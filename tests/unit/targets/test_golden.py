from __future__ import annotations

import pytest

from faasport.packager.target import Dependencies
from faasport_aws.packager import AwsTarget
from faasport_azure.packager import AzureTarget
from faasport_gcp.packager import GcpTarget
from faasport_vercel.packager import VercelTarget
from tests.unit.targets.projects import ASYNC, FUNCTIONS, project

SETTINGS = {
    "timeout": 20,
    "env": {"SHOP_CURRENCY": "EUR"},
    "functions": {"hook": {"env": {"HOOK_SIGNATURE": "on"}}},
}
TARGETS = {
    "aws-http-api": (AwsTarget, {}),
    "aws-http-api-app": (AwsTarget, {"unit": "app"}),
    "aws-function-url": (AwsTarget, {"front": "function-url", "architecture": "arm64"}),
    "aws-rest-api": (AwsTarget, {"front": "rest-api"}),
    "aws-alb": (AwsTarget, {"front": "alb", "multi_value_headers": False}),
    "gcp": (GcpTarget, {"region": "europe-west1"}),
    "gcp-private": (GcpTarget, {"auth": "iam", "memory": 1024}),
    "azure": (AzureTarget, {}),
    "azure-app": (AzureTarget, {"unit": "app"}),
    "vercel": (VercelTarget, {"regions": ["fra1"]}),
}


@pytest.mark.parametrize("case", TARGETS)
def test_manifests_and_entries_are_those_on_record(case, golden):
    make, options = TARGETS[case]
    target = make()
    it = project(*FUNCTIONS, ASYNC, **SETTINGS, targets={target.name: options})

    entries = target.entries(it)
    plan = target.plan(it, {}, Dependencies({}))

    assert target.check(it) == []
    for path, content in {**entries, **plan.manifests}.items():
        golden(f"{case}/{path}", content)
    (artifact,) = plan.artifacts
    for path, content in artifact.files.items():
        golden(f"{case}/{path.replace('/.', '/')}", content)


def test_a_project_without_async_handlers_stays_synchronous_on_gcp(golden):
    golden("gcp-sync/main.py", GcpTarget().entries(project(*FUNCTIONS))["main.py"])
