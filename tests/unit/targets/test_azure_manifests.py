from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from faasport.packager import entry
from faasport.packager.target import Dependencies
from faasport_azure.packager import AzureTarget
from tests.unit.targets import arm_graph, arm_schema
from tests.unit.targets.projects import ASYNC, FUNCTIONS, function, http, project

ROOT = Path(__file__).parents[3]
HOST = json.loads((ROOT / "tests/schemas/host.schema.json").read_text("utf-8"))
TARGET = AzureTarget()


def planned(it):
    return json.loads(TARGET.plan(it, {}, Dependencies({})).manifests["template.json"])


def resource(template, kind):
    return next(each for each in template["resources"] if each["type"] == kind)


def indexed(folder: Path, it) -> list[dict]:
    """What Azure's own SDK finds in the generated module."""
    for path, content in {**TARGET.entries(it), **entry.application(it)}.items():
        (folder / path).write_bytes(content)
    for module in {each.module for each in it.functions}:
        names = [each for each in it.functions if each.module == module]
        source = "import faasport\n" + "".join(map(_source, names))
        (folder / f"{module}.py").write_text(source, "utf-8")
    probe = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from function_app import app\n"
        "print('[' + ','.join(each.get_function_json() for each in app.get_functions()) + ']')"
    )
    command = [sys.executable, "-c", probe, str(folder), str(ROOT), str(ROOT / "adapters")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [binding for each in json.loads(done.stdout) for binding in each["bindings"]]


def _source(each) -> str:
    lines = [f"@faasport.http({list(t.methods)!r}, {t.path!r})\n" for t in each.triggers]
    kind = "async def" if each.is_async else "def"
    return f"\n{''.join(lines)}{kind} {each.name}(request): return 'ok'\n"


def test_the_template_fits_the_published_schemas():
    template = planned(project(env={"SHOP": "[brackets]"}))

    assert arm_schema.faults(template) == []


@pytest.mark.parametrize(
    ("kind", "spoil", "said"),
    [
        ("Microsoft.Web/sites", lambda r: r["properties"].update(httpOnly=True), "httpOnly"),
        (
            "Microsoft.Web/sites",
            lambda r: r["properties"]["functionAppConfig"]["runtime"].update(name="pyton"),
            "pyton",
        ),
        (
            "Microsoft.Web/sites",
            lambda r: r["properties"]["siteConfig"]["appSettings"][0].update(nam="x"),
            "nam",
        ),
        (
            "Microsoft.Storage/storageAccounts",
            lambda r: r["properties"].update(minimumTlsVersion="TLS9"),
            "TLS9",
        ),
        ("Microsoft.Web/serverfarms", lambda r: r.update(apiVersion="2030-01-01"), "no schema"),
        (
            "Microsoft.Authorization/roleAssignments",
            lambda r: r["properties"].pop("principalId"),
            "principalId",
        ),
        ("Microsoft.Insights/components", lambda r: r["properties"].update(Kind="web"), "Kind"),
        ("Microsoft.Web/sites", lambda r: r.update(comment="x"), "comment"),
    ],
)
def test_the_check_sees_seeded_mistakes(kind, spoil, said):
    template = copy.deepcopy(planned(project()))

    spoil(resource(template, kind))

    assert any(said in fault for fault in arm_schema.faults(template))


@pytest.mark.parametrize("timeout", [1, 60, 95, 230])
def test_host_json_fits_its_schema(timeout):
    host = json.loads(TARGET.entries(project(timeout=timeout))["host.json"])

    branch = {**HOST, "oneOf": [{"$ref": "#/definitions/version-2"}]}
    assert list(Draft7Validator(branch).iter_errors(host)) == []
    assert host["extensions"]["http"]["routePrefix"] == ""


def test_the_schema_of_host_json_sees_a_typo():
    host = json.loads(TARGET.entries(project())["host.json"])

    host["extensions"]["http"]["routePrefx"] = ""

    assert list(Draft7Validator(HOST).iter_errors(host)) != []


def test_all_that_a_template_refers_to_is_there_and_waited_for():
    assert arm_graph.faults(planned(project())) == []


def test_the_roles_of_an_app_without_events_are_for_its_own_storage_and_logs():
    template = planned(project())

    roles = [each for each in template["resources"] if "roleAssignments" in each["type"]]
    account = resource(template, "Microsoft.Storage/storageAccounts")
    assert [each["scope"] for each in roles] == [
        "[resourceId('Microsoft.Storage/storageAccounts', variables('storage'))]",
        "[resourceId('Microsoft.Insights/components', variables('insights'))]",
    ]
    assert account["properties"]["allowSharedKeyAccess"] is False


def test_the_app_is_reached_by_tls_alone_and_gets_at_its_storage_by_its_identity():
    """What no schema asks for, and what does not work or is not safe without it."""
    template = planned(project())

    site = resource(template, "Microsoft.Web/sites")["properties"]
    settings = {each["name"]: each["value"] for each in site["siteConfig"]["appSettings"]}
    deployed = site["functionAppConfig"]["deployment"]["storage"]
    assert site["httpsOnly"] is True
    assert site["siteConfig"]["minTlsVersion"] == "1.2"
    assert deployed["authentication"] == {"type": "SystemAssignedIdentity"}
    assert settings["AzureWebJobsStorage__credential"] == "managedidentity"
    assert not {"FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION"} & set(settings)
    assert not any(each.startswith("WEBSITE_") for each in settings)


def test_no_blob_is_open_and_an_identity_may_be_new():
    template = planned(project())

    account = resource(template, "Microsoft.Storage/storageAccounts")["properties"]
    roles = [each for each in template["resources"] if "roleAssignments" in each["type"]]
    assert account["allowBlobPublicAccess"] is False
    # Else Azure looks for the identity where one that was just made is not yet known:
    # https://learn.microsoft.com/azure/role-based-access-control/role-assignments-template#new-service-principal
    assert {each["properties"]["principalType"] for each in roles} == {"ServicePrincipal"}


def test_values_of_the_environment_are_no_expressions():
    site = resource(planned(project(env={"LIST": "[1, 2]", "OPEN": "[1"})), "Microsoft.Web/sites")

    settings = {s["name"]: s["value"] for s in site["properties"]["siteConfig"]["appSettings"]}
    assert settings["LIST"] == "[[1, 2]"
    assert settings["OPEN"] == "[1"


@pytest.mark.parametrize(("memory", "size"), [(128, 512), (512, 512), (513, 2048), (4096, 4096)])
def test_an_instance_has_at_least_the_memory_asked_for(memory, size):
    site = resource(planned(project(memory=memory)), "Microsoft.Web/sites")

    scale = site["properties"]["functionAppConfig"]["scaleAndConcurrency"]
    assert scale["instanceMemoryMB"] == size


def test_azures_own_sdk_indexes_the_module(tmp_path):
    bindings = indexed(tmp_path, project(*FUNCTIONS, ASYNC))

    triggers = [each for each in bindings if each["type"] == "httpTrigger"]
    assert {each["authLevel"] for each in triggers} == {"ANONYMOUS"}
    assert [(each["route"], each.get("methods")) for each in triggers] == [
        ("orders", ["POST"]),
        ("orders", ["GET", "HEAD"]),
        ("orders/{order_id}", ["GET", "HEAD"]),
        ("files/{*name}", ["GET", "HEAD"]),
        ("files/{*file}", ["PUT"]),
        ("hook", None),
        ("wait", ["GET", "HEAD"]),
        ("{*path}", None),
    ]


def test_the_root_keeps_its_slash_and_an_own_head_its_route(tmp_path):
    it = project(function("home", http("GET", "/")), function("head", http("HEAD", "/")))

    triggers = [each for each in indexed(tmp_path, it) if each["type"] == "httpTrigger"]

    assert [(each["route"], each.get("methods")) for each in triggers] == [
        ("/", ["GET"]),
        ("/", ["HEAD"]),
        ("{*path}", None),
    ]


@pytest.mark.parametrize("name", ["app", "func", "entry", "application", "SERVE", "catch_all_"])
def test_a_users_function_may_be_called_like_a_name_of_the_module(tmp_path, name):
    it = project(function(name, http("GET", "/x")), ASYNC)

    found = indexed(tmp_path, it)

    assert TARGET.check(it) == []
    assert len([each for each in found if each["type"] == "httpTrigger"]) == 3


def test_one_unit_is_one_function():
    files = TARGET.entries(project(targets={"azure": {"unit": "app"}}))

    assert files["function_app.py"].count(b"@app.route(") == 1
