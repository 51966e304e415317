"""Applications that are generated: so many routes or functions; and one that echoes."""

from __future__ import annotations

from benchmarks.bundle import Hand, Packaged, Recipe
from benchmarks.pins import PYDANTIC
from benchmarks.project import Project

CONFIG = """\
[project]
name = "{name}"
version = "1.0.0"
requires-python = ">=3.11"
dependencies = [{dependencies}]

[tool.faasport]
name = "{name}"
modules = ["app"]
python = "3.12"

[tool.faasport.targets.aws]
unit = "{unit}"
front = "http-api"
"""
# Of each three routes one ends in what varies, one is literal, and one has it in its middle.
SHAPES = ("/r{0}/{{id}}", "/l{0}", "/d/{{key}}/x{0}/{{id}}")


def paths(count: int) -> list[str]:
    """The templates of so many routes."""
    return [SHAPES[number % 3].format(number) for number in range(count)]


def config(name: str, unit: str = "app", dependencies: str = "") -> str:
    """A project's pyproject.toml."""
    return CONFIG.format(name=name, unit=unit, dependencies=dependencies)


def routes(count: int) -> dict[str, Recipe]:
    """By peer, an application with so many routes."""
    every = list(enumerate(paths(count)))
    name = f"routes-{count}"
    return {
        "hand-json": Hand("", files={"app.py": _by_hand(every)}),
        "faasport": Packaged(
            Project(name, (), files={"app.py": _faasport(every), "pyproject.toml": config(name)})
        ),
        "powertools": Hand("", "powertools", files={"app.py": _powertools(every)}),
        "starlette": Hand("", "starlette", files={"app.py": _starlette(every)}),
    }


ECHO = {
    "hand": """\
from base64 import b64decode, b64encode


def handler(event, context):
    body = event["body"]
    octets = b64decode(body) if event["isBase64Encoded"] else body.encode()
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/octet-stream"},
        "body": b64encode(octets).decode("ascii"),
        "isBase64Encoded": True,
    }
""",
    "faasport": """\
import faasport


@faasport.http("POST", "/echo")
def echo(request: faasport.Request) -> faasport.Response:
    return faasport.Response(request.body, headers={"content-type": "application/octet-stream"})
""",
    "starlette": """\
from mangum import Mangum
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route


async def echo(request):
    return Response(await request.body(), media_type="application/octet-stream")


handler = Mangum(Starlette(routes=[Route("/echo", echo, methods=["POST"])]), lifespan="off")
""",
}


def echo() -> dict[str, Recipe]:
    """By peer, an application that returns the bytes it is sent. Powertools has none: its bodies
    are text."""
    ours = {"app.py": ECHO["faasport"], "pyproject.toml": config("echo")}
    return {
        "hand-json": Hand("", files={"app.py": ECHO["hand"]}),
        "faasport": Packaged(Project("echo", (), files=ours)),
        "starlette": Hand("", "starlette", files={"app.py": ECHO["starlette"]}),
    }


def functions(count: int) -> Project:
    """A project of so many functions, each deployed alone."""
    every = [(number, f"/f{number}/{{id}}") for number in range(count)]
    name = f"functions-{count}"
    settings = config(name, "function", f'"{PYDANTIC}"')
    return Project(name, (), files={"app.py": _faasport(every, "POST"), "pyproject.toml": settings})


def _names(path: str) -> str:
    return ", ".join(part[1:-1] for part in path.split("/") if part.startswith("{"))


def _said(path: str, number: int) -> str:
    names = [name for name in _names(path).split(", ") if name]
    return "{" + "".join(f'"{name}": {name}, ' for name in names) + f'"route": {number}}}'


def _by_hand(every: list[tuple[int, str]]) -> str:
    lines = ["import json", "", ""]
    for number, path in every:
        taken = "".join(
            f"    {name} = parameters[{name!r}]\n" for name in _names(path).split(", ") if name
        )
        body = f"{taken}    return {_said(path, number)}"
        lines += [f"def f{number}(parameters):", body, "", ""]
    lines += ["ROUTES = {"]
    lines += [f'    "GET {path}": f{number},' for number, path in every]
    lines += [
        "}",
        "",
        "",
        "def handler(event, context):",
        '    function = ROUTES[event["routeKey"]]',
        '    body = json.dumps(function(event.get("pathParameters") or {}))',
        '    headers = {"content-type": "application/json"}',
        '    return {"statusCode": 200, "headers": headers, "body": body}',
    ]
    return "\n".join([*lines, ""])


def _faasport(every: list[tuple[int, str]], method: str = "GET") -> str:
    lines = ["import faasport"]
    for number, path in every:
        arguments = ", ".join(f"{name}: str" for name in _names(path).split(", ") if name)
        lines += ["", "", f'@faasport.http("{method}", "{path}")', f"def f{number}({arguments}):"]
        lines += [f"    return {_said(path, number)}"]
    return "\n".join([*lines, ""])


def _powertools(every: list[tuple[int, str]]) -> str:
    lines = ["from aws_lambda_powertools.event_handler import APIGatewayHttpResolver", ""]
    lines += ["app = APIGatewayHttpResolver()"]
    for number, path in every:
        spelled = path.replace("{", "<").replace("}", ">")
        lines += ["", "", f'@app.get("{spelled}")', f"def f{number}({_names(path)}):"]
        lines += [f"    return {_said(path, number)}"]
    lines += ["", "", "def handler(event, context):", "    return app.resolve(event, context)"]
    return "\n".join([*lines, ""])


def _starlette(every: list[tuple[int, str]]) -> str:
    lines = [
        "from mangum import Mangum",
        "from starlette.applications import Starlette",
        "from starlette.responses import JSONResponse",
        "from starlette.routing import Route",
    ]
    for number, path in every:
        taken = [
            f"    {name} = request.path_params[{name!r}]"
            for name in _names(path).split(", ")
            if name
        ]
        lines += ["", "", f"async def f{number}(request):", *taken]
        lines += [f"    return JSONResponse({_said(path, number)})"]
    lines += ["", "", "ROUTES = ["]
    lines += [f'    Route("{path}", f{number}),' for number, path in every]
    lines += ["]", 'handler = Mangum(Starlette(routes=ROUTES), lifespan="off")']
    return "\n".join([*lines, ""])
