from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from faasport.packager import vendor
from faasport.project.config import Config
from faasport.project.discovery import discover, functions_from, unmatched
from faasport.project.files import lay_out
from faasport.project.interpreters import find
from faasport.project.model import DeclaredFunction, DeclaredTrigger, Parameter, Project
from faasport.project.problem import ProblemsFound, refuse

OWN = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def declare(tmp_path):
    """Discover a project whose modules have these texts."""

    def run(
        *,
        source_root: Path | None = None,
        secrets: dict[str, str] | None = None,
        **modules: str,
    ) -> Project:
        texts = {f"{name.replace('.', '/')}.py": text.encode() for name, text in modules.items()}
        lay_out(texts, tmp_path / "code")
        lay_out(vendor.shipped(vendor.CORE), tmp_path / "core")
        config = Config(
            name="shop",
            modules=list(modules),
            env={"FROM_CONFIG": "yes"},
            secrets=secrets or {},
        )
        project = Project(tmp_path, config, source_root=source_root)
        path = [tmp_path / "core"]
        return discover(project, find(OWN), tmp_path / "code", path, tmp_path)

    return run


@pytest.fixture
def refused(declare):
    """The (code, where, message) of each problem."""

    def run(**modules: str) -> list[tuple[str, str, str]]:
        with pytest.raises(ProblemsFound) as found:
            refuse(unmatched(declare(**modules)))
        return [(each.code, each.where, each.message) for each in found.value.problems]

    return run


def test_the_model_says_all_that_was_declared(declare):
    project = declare(
        app=(
            "from __future__ import annotations\n"
            "import faasport\n"
            "from dataclasses import dataclass\n"
            "from typing import Annotated, Literal, Optional\n"
            "from uuid import UUID\n"
            "@dataclass\n"
            "class Item:\n"
            "    sku: str\n"
            "@faasport.http(['PUT', 'post'], '/items/{item_id}/{rest:path}', status=201,"
            " cors={'origins': ['https://a.example']})\n"
            "async def keep(item_id: UUID, rest: str, item: Item, color: Literal['red', 'blue'],\n"
            "    size: Optional[int] = None,\n"
            "    trace: Annotated[str, faasport.Header()] = ''): ...\n"
        )
    )

    (function,) = project.functions
    (trigger,) = function.triggers
    assert (function.name, function.module, function.is_async) == ("keep", "app", True)
    assert (function.file, function.line) == ("app.py", 9)
    assert (trigger.kind, trigger.methods, trigger.status) == ("http", ("PUT", "POST"), 201)
    assert trigger.path == "/items/{item_id}/{rest:path}"
    assert trigger.cors is not None and trigger.cors["origins"] == ["https://a.example"]
    assert trigger.has_body
    assert {parameter.name: parameter for parameter in trigger.parameters} == {
        "item_id": Parameter("item_id", "path", "item_id", "uuid", required=True),
        "rest": Parameter("rest", "path", "rest", "str", required=True),
        "item": Parameter("item", "body", "item", "item", required=True),
        "color": Parameter("color", "query", "color", "choice", True, ("red", "blue")),
        "size": Parameter("size", "query", "size", "int", required=False),
        "trace": Parameter("trace", "header", "trace", "str", required=False),
    }


def test_a_function_imported_by_another_module_counts_once_and_at_home(declare):
    project = declare(
        first="import faasport\nfrom second import hello\n",
        second="import faasport\n@faasport.http\ndef hello(): ...\n",
    )

    assert [function.reference for function in project.functions] == ["second:hello"]


def test_modules_see_the_environment_of_the_configuration(declare):
    project = declare(
        app="import os, faasport\nassert os.environ['FROM_CONFIG'] == 'yes'\n"
        "@faasport.http\ndef hello(): ...\n"
    )

    assert len(project.functions) == 1


def test_places_below_src_are_told_from_the_projects_folder(declare, tmp_path):
    app = "import faasport\n@faasport.http\ndef hello(): ...\n"

    project = declare(app=app, source_root=tmp_path / "src")

    assert project.functions[0].where == "src/app.py:2"


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("x = 1\nimport not_there\n", "app.py:2", "ModuleNotFoundError: No module named 'not_th"),
        ("\n\nraise ValueError('no luck')\n", "app.py:3", "ValueError: no luck"),
        ("def f(:\n", "app.py:1", "SyntaxError: invalid syntax"),
        ("import json\njson.loads('{')\n", "app.py:2", "JSONDecodeError"),
        ("import sys\nsys.exit(4)\n", "app.py:2", "SystemExit: 4"),
        ("import pytest\n", "app.py:1", "No module named 'pytest'"),
        ("import os\nos.environ['NOT_SET']\n", "app.py:2", "KeyError: 'NOT_SET'"),
        (
            "class Mute(Exception):\n    def __str__(self): 1 / 0\nraise Mute\n",
            "app.py:3",
            "Mute: (its own text fails with ZeroDivisionError)",
        ),
    ],
)
def test_a_module_that_cannot_be_imported_is_told_with_its_own_error(refused, text, where, said):
    ((code, place, message),) = refused(app=text)

    assert (code, place) == ("import-failed", where)
    assert said in message


def test_an_interpreter_that_dies_is_told_with_its_last_words(refused):
    ((code, _, message),) = refused(
        app="import os, sys\nprint('argh', file=sys.stderr, flush=True)\nos._exit(7)\n"
    )

    assert code == "import-crashed"
    assert "code 7" in message and "argh" in message


def test_every_module_and_declaration_is_looked_at(refused):
    problems = refused(
        broken="1 / 0\n",
        template="import faasport\n@faasport.http('GET', '/a/{')\ndef a(): ...\n",
        parameter=(
            "import faasport\n@faasport.http('GET', '/b')\ndef b(what): ...\n"
            "@faasport.http('GET', '/c/{c}')\ndef c(): ...\n"
        ),
    )

    assert [(code, where) for code, where, _ in problems] == [
        ("import-failed", "broken.py:1"),
        ("bad-declaration", "template.py:2"),
        ("bad-declaration", "parameter.py:2"),
        ("bad-declaration", "parameter.py:4"),
    ]
    assert "'what' matches nothing" in problems[2][2]


def test_two_functions_of_one_name_are_refused_across_modules(refused):
    one = "import faasport\n@faasport.http('GET', '/{}')\ndef hello(): ...\n"

    problems = refused(a=one.replace("{}", "a"), b=one.replace("{}", "b"))

    assert [problem[:2] for problem in problems] == [("same-name", "b.py:2")]
    assert "a.py:2" in problems[0][2]


def test_two_functions_of_one_name_are_refused_within_a_module(refused):
    problems = refused(
        app=(
            "import faasport\nfrom faasport import http as route\n"
            "@faasport.http('GET', '/a')\ndef hello(): ...\n"
            "@route('GET', '/b')\nasync def hello(): ...\n"
        )
    )

    assert [problem[0] for problem in problems] == ["same-name"]
    assert "app.py:4" in problems[0][2]


def test_a_function_that_is_redefined_without_a_declaration_is_pythons_affair(declare):
    project = declare(
        app=(
            "import faasport, functools\n@functools.lru_cache\ndef hello(): ...\n"
            "@faasport.http\ndef hello(): ...\n"
        )
    )

    assert [function.name for function in project.functions] == ["hello"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("'GET', '/a'", "'GET', '/a'"),
        ("'GET', '/a/{x}'", "['POST', 'GET'], '/a/{y}'"),
        ("'ANY', '/a/{x:path}'", "'ANY', '/a/{y:path}'"),
    ],
)
def test_two_functions_of_one_route_are_refused(refused, one, other):
    problems = refused(
        app=(
            f"import faasport\nR = faasport.Request\n@faasport.http({one})\ndef a(r: R): ...\n"
            f"@faasport.http({other})\ndef b(r: R): ...\n"
        )
    )

    assert [problem[0] for problem in problems] == ["same-route"]
    assert "a (app.py:3) and b (app.py:5) both answer" in problems[0][2]


def test_a_declaration_that_nothing_would_find_is_refused(refused):
    problems = refused(
        app=(
            "import faasport, functools\n"
            "def plain(f):\n    return lambda message: f(message)\n"
            "def wrapping(f):\n    return functools.wraps(f)(lambda message: f(message))\n"
            "class Orders:\n"
            "    @faasport.queue('a')\n"
            "    def take(self, message): ...\n"
            "    @staticmethod\n"
            "    @faasport.http\n"
            "    async def show(): ...\n"
            "@plain\n"
            "@faasport.queue('b')\n"
            "def covered(message): ...\n"
            "@wrapping\n"
            "@faasport.queue('c')\n"
            "def seen(message): ...\n"
            "@faasport.queue('d')\n"
            "@plain\n"
            "def above(message): ...\n"
        )
    )

    assert problems == [
        (
            "lost-declaration",
            "app.py:8",
            "Orders.take is declared within a class: nothing calls it.",
        ),
        (
            "lost-declaration",
            "app.py:11",
            "Orders.show is declared within a class: nothing calls it.",
        ),
        (
            "lost-declaration",
            "app.py:14",
            "covered is declared beneath @plain, which covers the declaration up.",
        ),
    ]


def test_a_project_without_a_function_is_refused(refused):
    ((code, where, _),) = refused(app="x = 1\n")

    assert (code, where) == ("no-functions", "pyproject.toml: tool.faasport.modules")


def test_a_module_that_another_one_hides_is_refused(refused):
    ((code, where, message),) = refused(json="import faasport\n")

    assert (code, where) == ("module-hidden", "json.py")
    assert "to import json gives" in message


EVENTS = """
from __future__ import annotations
import faasport
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Optional

@dataclass
class Item:
    sku: str
    price: Decimal

@dataclass
class Order:
    id: int
    items: list[Item]
    color: Literal["red", "blue"]
    note: str = ""

@faasport.http("POST", "/orders")
@faasport.queue("orders", batch_size=5, ordered=True)
def fulfil(order: Order, context: faasport.Context): ...

@faasport.topic("signups")
def welcome(messages: faasport.Batch): ...

@faasport.topic("signups")
def count(message: faasport.Message): ...

@faasport.schedule("0 6 * * 1", timezone="Europe/Berlin")
def report(tick: faasport.Tick): ...

@faasport.bucket("uploads", on="created", prefix="in/", suffix=".csv")
def ingest(change: faasport.ObjectEvent): ...
"""


def test_event_triggers_are_told_with_their_options(declare):
    project = declare(app=EVENTS)

    triggers = {function.name: function.triggers[-1] for function in project.functions}
    assert {name: str(trigger) for name, trigger in triggers.items()} == {
        "fulfil": "queue orders",
        "welcome": "topic signups",
        "count": "topic signups",
        "report": "schedule report",
        "ingest": "bucket uploads",
    }
    assert triggers["fulfil"].options["batch_size"] == 5
    assert triggers["fulfil"].options["ordered"] is True
    assert triggers["ingest"].options["on"] == ["created"]
    assert triggers["report"].options["timezone"] == "Europe/Berlin"
    assert [each.source for each in triggers["fulfil"].parameters] == ["payload", "context"]
    assert triggers["welcome"].takes_batch and not triggers["count"].takes_batch
    assert [each.label for each in project.consumers] == [
        "fulfil-queue",
        "welcome",
        "count",
        "report",
        "ingest",
    ]


def test_the_type_of_a_payload_is_told_as_a_json_schema(declare):
    project = declare(app=EVENTS)

    (payload, _) = project.functions[0].triggers[1].parameters
    assert payload.payload_schema == {
        "type": "object",
        "required": ["id", "items", "color"],
        "properties": {
            "id": {"type": "integer"},
            "color": {"enum": ["red", "blue"]},
            "items": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["sku", "price"],
                    "properties": {
                        "sku": {"type": "string"},
                        "price": {"type": "string", "format": "decimal"},
                    },
                },
            },
        },
    }


def test_a_type_that_holds_itself_is_told_to_some_depth(declare):
    project = declare(
        app="from __future__ import annotations\n"
        "import faasport\n"
        "from dataclasses import dataclass\n"
        "@dataclass\n"
        "class Node:\n"
        "    children: list[Node]\n"
        "@faasport.queue('trees')\n"
        "def grow(node: Node): ...\n"
    )

    (payload,) = project.functions[0].triggers[0].parameters
    assert payload.payload_schema is not None
    assert payload.payload_schema["required"] == ["children"]


def test_the_model_survives_json(declare):
    project = declare(app=EVENTS)

    told = json.loads(json.dumps([asdict(function) for function in project.functions]))

    assert functions_from(told) == project.functions


TWO_SCHEDULES = """\
@faasport.schedule('* * * * *', name='fulfil')
def a(tick): ...
@faasport.schedule('0 1 * * *', name='fulfil')
def other(tick): ...
"""


@pytest.mark.parametrize(
    ("second", "code", "said"),
    [
        ("@faasport.queue('orders')\ndef other(message): ...", "same-queue", "other (app.py:4)"),
        (TWO_SCHEDULES, "same-schedule", "a (app.py:4)"),
    ],
)
def test_what_only_one_function_can_have_is_refused(refused, second, code, said):
    first = "import faasport\n@faasport.queue('orders')\ndef fulfil(message): ...\n"

    problems = refused(app=first + second)

    assert problems[0][0] == code
    assert said in problems[0][2]


def test_both_places_of_a_queue_are_told(refused):
    ((code, where, message),) = refused(
        app="import faasport\n@faasport.queue('orders')\ndef one(message): ...\n",
        more="import faasport\n@faasport.queue('orders')\ndef two(message): ...\n",
    )

    assert (code, where) == ("same-queue", "more.py:2")
    assert message.startswith(
        "one (app.py:2) and two (more.py:2) both take from the queue 'orders'"
    )


@pytest.mark.parametrize(
    "declared",
    [
        "@faasport.topic('t')",
        "@faasport.bucket('t')",
        "@faasport.table('t')",
        "@faasport.event('t')",
        "@faasport.stream('t')",
    ],
)
def test_several_functions_may_listen_to_one_source(declare, declared):
    project = declare(
        app=f"import faasport\n{declared}\ndef one(event): ...\n{declared}\ndef two(event): ...\n"
    )

    assert len(project.consumers) == 2


def test_a_function_named_as_a_trigger_of_another_is_refused(refused):
    ((code, where, message),) = refused(
        app="import faasport\n@faasport.queue('a')\n@faasport.http('GET', '/')\n"
        "def fulfil(): ...\n@faasport.http('GET', '/b')\ndef fulfil_queue(): ...\n"
    )

    assert (code, where) == ("same-label", "app.py:5")
    assert "fulfil (app.py:2) is deployed as fulfil-queue" in message


def test_an_event_handler_that_cannot_work_is_told_with_its_place(refused):
    ((code, where, message),) = refused(
        app="import faasport\n\n@faasport.queue('a')\ndef fulfil(tick: faasport.Tick): ...\n"
    )

    assert (code, where) == ("bad-declaration", "app.py:3")
    assert "a queue delivers Message" in message


def test_a_module_may_ask_for_a_secret_when_it_is_imported(declare, monkeypatch):
    monkeypatch.setenv("KEY", "of-the-shell")
    monkeypatch.setenv("FAASPORT_SECRET_OTHER", "no.such.module:x")

    project = declare(
        secrets={"KEY": "key"},
        app="import faasport, os\nassert 'FAASPORT_SECRET_OTHER' not in os.environ\n"
        "@faasport.queue(faasport.secret('KEY'))\ndef take(event): ...\n",
    )

    assert project.functions[0].triggers[0].name == "faasport-placeholder-of-KEY"


def test_every_table_of_a_function_that_is_not_there_is_told(tmp_path):
    config = Config.model_validate(
        {
            "name": "shop",
            "modules": ["app"],
            "functions": {"fulfill": {}, "fulfil": {}},
            "targets": {"aws": {"functions": {"ful": {}}}, "gcp": {"functions": 5}},
            "stages": {
                "prod": {
                    "functions": {"fulfi": {}},
                    "targets": {"aws": {"functions": {"lluf": {}, "fulfil": {}}}},
                }
            },
        }
    )
    project = Project(tmp_path, config, functions=(DeclaredFunction("fulfil", "app", ()),))

    assert {
        (each.code, each.where.partition(": tool.faasport.")[2]) for each in unmatched(project)
    } == {
        ("unknown-function", "functions.fulfill"),
        ("unknown-function", "targets.aws.functions.ful"),
        ("unknown-function", "stages.prod.functions.fulfi"),
        ("unknown-function", "stages.prod.targets.aws.functions.lluf"),
    }


def test_who_may_call_is_said_of_what_is_called(tmp_path):
    listens, answers = DeclaredTrigger("queue", name="orders"), DeclaredTrigger("http")
    functions = (
        DeclaredFunction("settle", "app", (listens,)),
        DeclaredFunction("both", "app", (listens, answers)),
    )
    config = Config.model_validate(
        {
            "name": "shop",
            "modules": ["app"],
            "auth": "iam",
            "functions": {"settle": {"auth": "iam"}, "both": {"auth": "iam"}},
            "targets": {"aws": {"auth": "key", "functions": {"settle": {"auth": "iam"}}}},
        }
    )

    found = unmatched(Project(tmp_path, config, functions=functions))

    assert [(each.code, each.where.partition(": tool.faasport.")[2]) for each in found] == [
        ("no-callers", "functions.settle.auth"),
        ("no-callers", "targets.aws.functions.settle.auth"),
    ]
