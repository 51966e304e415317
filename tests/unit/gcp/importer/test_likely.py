"""Projects that no file shows to be Google's: a served application, and plain functions."""

from __future__ import annotations

import pytest

from faasport.migrator import registry
from faasport.migrator.draft import Draft
from faasport.migrator.origin import Asked
from faasport_gcp.importer import Gcp

APPLICATION = "from flask import Flask\napp = Flask(__name__)\n"
LIKELY = {
    "a Procfile": (
        {"Procfile": "web: gunicorn -b :$PORT --threads 8 site:app\n", "site.py": APPLICATION},
        "Procfile",
        {"app": ("site.py:app", "/{path:path}")},
    ),
    "a Dockerfile": (
        {"Dockerfile": 'CMD ["gunicorn", "main:app"]\n', "main.py": APPLICATION},
        "Dockerfile",
        {"app": ("main.py:app", "/{path:path}")},
    ),
    "a plain function": (
        {"main.py": "def hello(request):\n    return 'hi'\n"},
        "main.py",
        {"hello": ("main.py:hello", "/{path:path}")},
    ),
    "a plain function with helpers": (
        {
            "main.py": "def check(request): ...\ndef _log(request): ...\n"
            "def hello(request):\n    check(request)\n    return 'hi'\n"
        },
        "main.py",
        {"hello": ("main.py:hello", "/{path:path}")},
    ),
}


@pytest.mark.parametrize("name", LIKELY)
def test_what_is_likely_is_imported_where_nothing_is_sure(name, tmp_path):
    files, file, functions = LIKELY[name]

    draft = read(tmp_path, files)

    assert draft.file == file
    found = {each.name: each.table for each in draft.functions}
    assert {name: (table["handler"], *table["http"]) for name, table in found.items()} == functions


FLASK = APPLICATION
FASTAPI = APPLICATION.replace("flask", "fastapi").replace("Flask(__name__)", "FastAPI()")
FASTAPI = FASTAPI.replace("Flask", "FastAPI")
WSGI = "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n"
FACTORY = "def create_app(settings=None):\n    ...\n"
SERVED = {
    # what starts it: the module that it starts; its handler, dialect and payload
    "gunicorn -k uvicorn.workers.UvicornWorker main:app": (
        ("main.py", FASTAPI),
        ("main.py:app", "asgi", None),
    ),
    'CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]': (
        ("main.py", FASTAPI),
        ("main.py:app", "asgi", None),
    ),
    'CMD ["fastapi", "run", "app/main.py", "--port", "80"]': (
        ("app/main.py", FASTAPI),
        ("app/main.py:app", "asgi", None),
    ),
    'CMD ["sh", "-c", "exec gunicorn --bind :$PORT main:app"]': (
        ("main.py", FLASK),
        ("main.py:app", "wsgi", None),
    ),
    'ENTRYPOINT ["gunicorn"]\nCMD ["main:app"]': (
        ("main.py", FLASK),
        ("main.py:app", "wsgi", None),
    ),
    'CMD ["python3", "main.py"]': (("main.py", FLASK), ("main.py:app", "wsgi", None)),
    "web: gunicorn -w 4 site.wsgi": (
        ("site/wsgi.py", WSGI),
        ("site/wsgi.py:application", "wsgi", None),
    ),
    "web: gunicorn 'shop:create_app()'": (
        ("shop.py", FACTORY),
        ("shop.py:create_app", "wsgi", "factory"),
    ),
    'CMD ["uvicorn", "--factory", "shop:create_app"]': (
        ("shop.py", FACTORY),
        ("shop.py:create_app", "asgi", "factory"),
    ),
}


@pytest.mark.parametrize("line", SERVED)
def test_what_serves_an_application(line, tmp_path):
    (name, text), found = SERVED[line]
    file = "Dockerfile" if "CMD" in line else "Procfile"

    (function,) = read(tmp_path, {file: f"{line}\n", name: text}).functions

    table = function.table
    assert (table["handler"], table["dialect"], table.get("payload")) == found


def test_a_factory_that_needs_arguments_is_left(tmp_path):
    files = {
        "Procfile": "web: gunicorn 'shop:create_app()'\n",
        "shop.py": "def create_app(settings): ...\n",
    }

    draft = read(tmp_path, files)

    assert "handler" not in draft.functions[0].table
    assert [each.kind for each in draft.remarks][:1] == ["left"]


NOT = {
    "a script": {"main.py": "def main():\n    print('x')\n"},
    "a job": {"Procfile": "web: python3 main.py\n", "main.py": "print('x')\n"},
    "an image of another kind": {"Dockerfile": 'CMD ["app.handler"]\n'},
}


@pytest.mark.parametrize("name", NOT)
def test_the_rest_is_none_of_googles(name, tmp_path):
    write(tmp_path, NOT[name])

    assert registry.recognised(tmp_path, [Gcp()]) == []


def test_what_is_sure_goes_before_what_is_likely(tmp_path):
    write(
        tmp_path,
        {
            "template.yaml": "Transform: AWS::Serverless-2016-10-31\nResources: {}\n",
            "Dockerfile": 'CMD ["gunicorn", "site:app"]\n',
            "site.py": APPLICATION,
        },
    )

    (found,) = registry.recognised(tmp_path, registry.every())

    assert found.origin.name == "sam"


MAKEFILE = """\
PROJECT_ID=
DAY=$(shell date '+%Y')
BUCKET=$(PROJECT_ID)-files-$(DAY)

deploy:
\tgcloud functions deploy load --trigger-bucket=$(BUCKET) --runtime=python312 \\
\t\t--set-env-vars FROM=$(BUCKET),OWNER=<PROJECT_ID>,TO=YOUR_BUCKET,LEVEL=info
"""


def test_what_only_who_deploys_it_knows_is_told(tmp_path):
    main = "def load(event, context): ...\n"

    draft = read(tmp_path, {"Makefile": MAKEFILE, "main.py": main})

    (function,) = draft.functions
    assert function.table["bucket"] == [{"name": "project-id-files-day", "on": "created"}]
    assert function.table["env"] == {"LEVEL": "info"}
    told = [each.message for each in draft.remarks if each.function == "load"]
    assert told == [
        "the value of FROM ($(PROJECT_ID)-files-$(DAY)) stands where it is deployed from.",
        "the value of OWNER (<PROJECT_ID>) stands where it is deployed from.",
        "the value of TO (YOUR_BUCKET) stands where it is deployed from.",
        "the name of its bucket ($(PROJECT_ID)-files-$(DAY)) stands where it is deployed from.",
    ]


EXAMPLE = """\
Deploy it:

    gcloud functions deploy NAME --entry-point=hello --trigger-http --region=us-east1
"""


def test_an_example_of_what_is_not_there_takes_no_path(tmp_path):
    files = {
        "deploy.sh": "gcloud functions deploy mail --entry-point=send --trigger-http\n",
        "main.py": "def send(request): ...\n",
        "README.md": EXAMPLE,
    }

    draft = read(tmp_path, files)

    carried = [each for each in draft.functions if each.is_carried]
    assert [(each.name, each.table["http"]) for each in carried] == [("mail", ["/{path:path}"])]


def test_services_in_folders_are_each_their_own(tmp_path):
    deploy = "gcloud run deploy {} --source . --allow-unauthenticated\n"
    files = {
        "blog/Procfile": "web: gunicorn blog.wsgi:application\n",
        "blog/blog/wsgi.py": "from django.core.wsgi import get_wsgi_application\n"
        "application = get_wsgi_application()\n",
        "shop/main.py": APPLICATION,
        "shop/README.md": deploy.format("shop"),
        "tool/server.py": "print('x')\n",
        "tool/pyproject.toml": "",
        "tool/README.md": deploy.format("tool"),
    }

    draft = read(tmp_path, files)

    found = {each.name: each.table.get("handler") for each in draft.functions}
    assert found == {"shop": "shop/main.py:app", "tool": None}


def test_a_script_below_deploys_from_the_top(tmp_path):
    deploy = "gcloud run deploy shop --source . --allow-unauthenticated\n"
    files = {"scripts/deploy.sh": deploy, "scripts/main.py": "", "main.py": APPLICATION}

    draft = read(tmp_path, files)

    assert [each.table["handler"] for each in draft.functions] == ["main.py:app"]


def read(folder, files) -> Draft:
    write(folder, files)
    (found,) = registry.recognised(folder, [Gcp()])
    return found.origin.read(folder, found.file, Asked())


def write(folder, files) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
