"""What is not rewritten stays byte for byte: marks, line ends, tabs, blank lines, comments."""

from __future__ import annotations

import difflib

import pytest

from faasport.migrator.rewrite import rewriting

CONFIG = """\
name = "shop"

[functions.get-page]
handler = "app:handler"
dialect = "aws"
http = "GET /page"
memory = 512
"""
APP = """\
#!/usr/bin/env python
# -*- coding: utf-8 -*-
'''Pages.'''
import   os   # spaced
import json


ODD = { 'a' :1,   "b":2 }   ;  MORE=[1,2,
   3]


def handler(event, context):
    '''Docs of event["body"].'''
    # why
    if (event.get("queryStringParameters") or {}).get('a'):   # asked
        return {'statusCode': 404, 'body': ''}

    return { 'statusCode':200, 'headers': {'Content-Type': 'text/html'}, 'body': 'Grüße' }
def other( a,b = 1 ) :
    return a ,b
"""
CHANGED = [
    "+import faasport",
    "-def handler(event, context):",
    '+@faasport.http("GET", "/page")',
    "+def get_page(request: faasport.Request) -> faasport.Response:",
    "-    if (event.get(\"queryStringParameters\") or {}).get('a'):   # asked",
    "+    if request.query.get('a'):   # asked",
    "-        return {'statusCode': 404, 'body': ''}",
    "+        return faasport.Response(status=404)",
    "-    return { 'statusCode':200, 'headers': {'Content-Type': 'text/html'}, 'body': 'Grüße' }",
    (
        "+    return faasport.Response( status=200, headers={'Content-Type': 'text/html'},"
        " body='Grüße' )"
    ),
]
FORMS = {
    "as it is": lambda text: text,
    "a mark": lambda text: f"\ufeff{text}",
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "tabs": lambda text: text.replace("    ", "\t"),
    "no last line end": str.rstrip,
}


@pytest.mark.parametrize("name", FORMS)
def test_only_lines_of_the_handler_differ(make_folder, name):
    form = FORMS[name]
    root = make_folder({"faasport.toml": CONFIG})
    (root / "app.py").write_bytes(form(APP).encode())

    found = rewriting.planned(root).files["app.py"]

    lines = form(APP).splitlines(keepends=True)
    changed = [
        line
        for line in difflib.unified_diff(lines, found.splitlines(keepends=True), n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    end = "\r\n" if "\r\n" in form(APP) else "\n"
    assert all(each.endswith(end) for each in changed)
    assert sorted(each.rstrip().replace("\t", "    ") for each in changed) == sorted(CHANGED)
    assert found.startswith(form(APP)[:20])
    assert found.endswith(form(APP)[-20:])


def test_the_configuration_keeps_its_line_ends(make_folder):
    root = make_folder({"app.py": APP})
    (root / "faasport.toml").write_bytes(CONFIG.replace("\n", "\r\n").encode())

    found = rewriting.planned(root).files["faasport.toml"]

    assert found == (
        'name = "shop"\r\nmodules = ["app"]\r\n\r\n[functions.get_page]\r\nmemory = 512\r\n'
    )
