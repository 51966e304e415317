"""However a source names what it has of faasport, an artifact has it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from faasport.packager import build, entry, registry, vendor
from faasport.packager.linker import link, outside
from faasport.project.files import lay_out
from tests.unit.targets.projects import function, http, project

APP = "import faasport\n\n@faasport.http('GET', '/')\ndef order(): return 'x'\n"
# Each tells the names of what it found, none of which stands anywhere else.
FOUND = {
    "alias_of_another_file": "from bound import fp\ndef tell(): return fp.Batch",
    "package_of_another_file": "import bound\ndef tell(): return bound.fp.ChangeEvent",
    "alias_of_a_class": "class Kit:\n import faasport as fp\ndef tell(): return Kit.fp.CloudEvent",
    "alias_after_its_use": "def tell(): return f.Conflict\nimport faasport as f",
    "alias_that_is_global": (
        "def tell():\n start()\n return kit.Cookie\n"
        "def start():\n global kit\n import faasport as kit"
    ),
    "package_of_an_object": (
        "class Kit:\n import faasport\n def tell(self): return self.faasport.Forbidden\n"
        "tell = Kit().tell"
    ),
    "quoted_annotation": (
        "import typing, faasport\ndef given(form: 'faasport.Form | None'): pass\n"
        "def tell(): return typing.get_type_hints(given)['form'].__args__[0]"
    ),
    "quoted_alias": (
        "import typing, faasport as f\ndef given(header: 'f.Header'): pass\n"
        "def tell(): return typing.get_type_hints(given)['header']"
    ),
    "text_with_a_colon": (
        "import pkgutil\ndef tell(): return pkgutil.resolve_name('faasport:Message')"
    ),
    "text_with_a_dot": "import pydoc\ndef tell(): return pydoc.locate('faasport.ObjectEvent')",
    "text_that_is_evaluated": "import faasport\ndef tell(): return eval('faasport.Query')",
    "table_of_plugins": (
        "import json, pathlib, pydoc\n"
        "def tell(): return pydoc.locate(json.loads(pathlib.Path('plugins.json').read_text())[0])"
    ),
    "module_of_a_name": (
        "import importlib\ndef tell(name='moments'):\n"
        " return importlib.import_module(f'faasport.runtime.{name}').moment_of"
    ),
}
FILES = {
    **{f"{name}.py": text + "\n" for name, text in FOUND.items()},
    "app.py": APP,
    "bound.py": "import faasport as fp\n",
    "plugins.json": '["faasport.Record"]\n',
}
TELL = f"""
import importlib, json
found = {{}}
for name in {list(FOUND)!r}:
    try:
        found[name] = importlib.import_module(name).tell().__name__
    except Exception as error:
        found[name] = repr(error)
print(json.dumps(found))
"""


def told(folder, *paths):
    start = f"import sys; sys.path[:0] = {[str(each) for each in paths]!r}\n"
    command = [sys.executable, "-I", "-S", "-c", start + TELL]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ["aws", "azure", "gcp", "vercel"])
def test_code_finds_in_an_artifact_what_it_finds_in_the_package(name, tmp_path):
    (target,) = registry.select([name])
    one = project(function("order", http("GET", "/"), module="app"))
    halves = build.packages(target, one)
    generated = {**entry.application(one), **target.entries(one)}
    sources = {path: text.encode() for path, text in FILES.items()}
    ours = link.linked(one, halves, generated, sources)
    lay_out({**sources, **generated, **ours}, tmp_path / "linked")
    lay_out(sources, tmp_path / "sources")
    lay_out(vendor.shipped(*halves), tmp_path / "whole")

    linked = told(tmp_path / "linked", tmp_path / "linked")
    whole = told(tmp_path / "sources", tmp_path / "sources", tmp_path / "whole")

    assert linked == whole
    assert len(set(whole.values())) == len(FOUND)


@pytest.mark.parametrize(
    "source",
    [
        "import faasport\nfaasport.__all__",
        "from faasport import __all__",
        "import faasport\nfaasport.__getattr__('Response')",
        "import faasport\nvars(faasport)",
        "import faasport\n(kit := faasport)",
        "def use(): show(f)\nimport faasport as f",
        "class Kit:\n import faasport as f\nshow(Kit.f)",
        "import faasport\nexec('from faasport import Response')",
        "import importlib\nimportlib.import_module('.runtime.moments', 'faasport')",
    ],
)
def test_who_may_ask_for_anything_gets_everything(source):
    assert outside.of([source.encode()]).all


@pytest.mark.parametrize(
    ("path", "content"),
    [("job", "from faasport import Headers"), ("plug.txt", "import faasport as f\nf.Headers")],
)
def test_a_file_without_an_ending_may_be_run(path, content):
    assert outside.of([], [content.encode()]).all


@pytest.mark.parametrize(
    "source",
    [
        '"""Write `from faasport import Response`."""\nimport faasport\n',
        "import faasport\nfaasport.http\n",
        "import faasport as f\nf.http\n",
    ],
)
def test_who_asks_for_one_name_gets_no_more(source):
    wanted = outside.of([source.encode()])

    assert not wanted.all
    assert wanted.public <= {"http"}


def test_what_mentions_nothing_of_ours_wants_nothing():
    assert outside.of([b"import json\n"], [b"{}"]) == outside.Wanted()
