import pytest

from faasport.project.config import Config
from faasport.project.model import DeclaredFunction, DeclaredTrigger, Project
from faasport.project.problem import ProblemsFound
from faasport.verifier import casefile


@pytest.fixture
def project(tmp_path):
    trigger = DeclaredTrigger("http", ("POST",), "/orders/{id}")
    function = DeclaredFunction("create_order", "orders", (trigger,))
    config = Config(name="orders", modules=["orders"])
    return Project(tmp_path, config, functions=(function,))


def read(project, text, targets=("aws", "gcp")):
    (project.root / casefile.FILE).write_text(text, encoding="utf-8")
    return casefile.read(project, targets)


def problems(project, text):
    with pytest.raises(ProblemsFound) as found:
        read(project, text)
    return [(each.code, each.where, f"{each.message} {each.fix}") for each in found.value.problems]


def test_a_project_without_a_case_file_has_no_cases_of_its_own(project):
    assert casefile.read(project, ["aws"]) == casefile.CaseFile()


def test_a_case_is_read_whole(project):
    text = """
        ignore = ["header:x-request-id"]
        [[case]]
        name = "creates"
        ignore = ["json:id"]
        targets = ["aws"]
        [case.request]
        method = "POST"
        target = "/orders/7?x=1"
        headers = { cookie = "a=1", x-many = ["1", "2"] }
        json = { text = "é" }
        [case.expected]
        status = 201
        headers = { location = "/orders/7" }
        json = { id = 1, on = 2024-02-29 }
    """

    found = read(project, text)

    (case,) = found.cases
    assert (case.function, case.trigger) == ("create_order", "http POST /orders/{id}")
    assert case.request.raw_path == "/orders/7"
    assert case.request.raw_query == "x=1"
    assert case.request.body == '{"text": "é"}'.encode()
    assert case.request.headers.get("content-type") == "application/json"
    assert case.request.headers.get_all("x-many") == ["1", "2"]
    assert case.request.client_ip == "203.0.113.9"
    assert case.expected.json == {"id": 1, "on": "2024-02-29"}
    assert case.expected.headers == (("location", "/orders/7"),)
    assert case.ignore == ("header:x-request-id", "json:id")
    assert case.is_for("aws")
    assert not case.is_for("gcp")
    assert found.ignore == ("header:x-request-id",)


def test_a_case_whose_path_has_no_route_belongs_to_no_function(project):
    (case,) = read(project, '[[case]]\nname = "n"\nrequest = { target = "/none" }').cases

    assert (case.function, case.trigger) == ("", "")


def test_a_body_may_be_bytes(project):
    text = '[[case]]\nname = "n"\nrequest = { method = "POST", target = "/", body_base64 = "AP8=" }'

    (case,) = read(project, text).cases

    assert case.request.body == b"\x00\xff"


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("caes = []", "faasport.verify.toml: caes", "Did you mean 'case'?"),
        (
            '[[case]]\nname = "n"\nrequest = { target = "/", metod = "GET" }',
            "faasport.verify.toml: case[0].request.metod",
            "Did you mean 'method'?",
        ),
        (
            '[[case]]\nname = "n"\nrequest = { target = "/", jsn = 1 }',
            "faasport.verify.toml: case[0].request.jsn",
            "Did you mean 'json'?",
        ),
        (
            '[[case]]\nname = "n"\nrequest = { target = "orders" }',
            "faasport.verify.toml: case[0].request.target",
            "'orders' is not",
        ),
        (
            '[[case]]\nname = "n"\nrequest = { target = "/é" }',
            "faasport.verify.toml: case[0].request.target",
            "'/é' is not",
        ),
        (
            '[[case]]\nname = "n"\nfunction = "create_ordr"\nrequest = { target = "/" }',
            "faasport.verify.toml: case[0].function",
            "Did you mean 'create_order'?",
        ),
        (
            '[[case]]\nname = "n"\ntargets = ["awss"]\nrequest = { target = "/" }',
            "faasport.verify.toml: case[0].targets",
            "Did you mean 'aws'?",
        ),
        (
            '[[case]]\nname = "n"\nignore = ["headr:x"]\nrequest = { target = "/" }',
            "faasport.verify.toml: case[0].ignore",
            "'headr:x' does not say what to ignore",
        ),
        (
            '[[case]]\nname = "n"\nrequest = { target = "/", body = "a", json = 1 }',
            "faasport.verify.toml: case[0].request",
            "a body is given 2 times: body, json. Keep one",
        ),
        (
            '[[case]]\nname = "n"\nrequest = { target = "/", body_base64 = "?" }',
            "faasport.verify.toml: case[0].request.body_base64",
            "'?' is not base64",
        ),
        (
            '[[case]]\nname = "n"\nrequest = { target = "/", headers = { x = 1 } }',
            "faasport.verify.toml: case[0].request.headers.x",
            "a list, and it is 1",
        ),
        (
            '[[case]]\nname = "n"\nrequest = { target = "/", headers = { x = "a\\r\\nb" } }',
            "faasport.verify.toml: case[0].request.headers.x[0]",
            "a header has no control characters",
        ),
        (
            '[[case]]\nname = "n"\nrequest = { target = "/", headers = { "x y" = "a" } }',
            'faasport.verify.toml: case[0].request.headers."x y"',
            "this cannot be the name of a header",
        ),
        ('[[case]]\nname = "n"', "faasport.verify.toml: case[0].request", "required"),
        ("[[case", "faasport.verify.toml", "this is not TOML"),
        ("ignore = [\n= 1", "faasport.verify.toml:2", "this is not TOML"),
    ],
)
def test_a_fault_says_where_and_what_to_do(project, text, where, said):
    ((_, place, words),) = problems(project, text)

    assert place == where
    assert said in words


def test_every_fault_is_told_at_once(project):
    case = '[[case]]\nname = "n"\nfunction = "x"\nignore = ["?"]\nrequest = { target = "/" }\n'

    found = problems(project, case + case)

    assert [code for code, _, _ in found] == [
        "same-name",
        "bad-value",
        "unknown-function",
        "bad-value",
        "unknown-function",
    ]
