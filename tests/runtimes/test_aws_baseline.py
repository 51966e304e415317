"""`verify --baseline aws`: the original in AWS's runtime client, beside the guest on its target."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

CONFIG = """
name = "shop"

[functions.users]
handler = "users:handler"
dialect = "aws"
http = "GET /users/{id}"

[functions.orders]
handler = "orders/app.py:handler"
root = "orders"
dialect = "aws"
queue = "orders"

[functions.modules]
handler = "modules:handler"
dialect = "aws"
http = "GET /modules"
"""
USERS = """
def handler(event, context):
    number = event["pathParameters"]["id"]
    if number == "raises":
        raise RuntimeError("no")
    return {"id": number, "route": event["routeKey"], "name": context.function_name}
"""
ORDERS = """
import json

from prices import price

def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            price(json.loads(record["body"])["sku"])
        except (KeyError, TypeError, ValueError):
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
"""
MODULES = """
import sys

def handler(event, context):
    return {"ours": "faasport" in sys.modules}
"""
CASES = """
[[case]]
name = "it raises"
function = "users"
request = { target = "/users/raises" }

[[case]]
name = "one of two"
function = "orders"
events = [{ body = '{"sku": "tea"}' }, { body = '{"sku": "cake"}' }]
expected = { verdicts = ["done", "retry"] }
"""


def test_the_original_runs_without_us_and_answers_as_the_guest(tmp_path: Path) -> None:
    files = {
        "faasport.toml": CONFIG,
        "faasport.verify.toml": CASES,
        "users.py": USERS,
        "modules.py": MODULES,
        "orders/app.py": ORDERS,
        "orders/prices.py": "def price(sku):\n    return {'tea': 3}[sku]\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")

    done = subprocess.run(
        [
            *(sys.executable, "-m", "faasport.cli", "verify", "--json"),
            *("--project", str(tmp_path), "--target", "aws", "--baseline", "aws"),
        ],
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    cases = json.loads(done.stdout)["cases"]
    originals = {
        (each["function"], each["case"]): each["outcome"]
        for each in cases
        if each["target"] == "aws (original)"
    }
    assert {each["target"] for each in cases} == {"aws", "aws (original)"}
    assert originals["users", "it raises"] == "same"
    assert originals["orders", "one of two"] == "same"
    assert {outcome for (function, _), outcome in originals.items() if function != "modules"} == {
        "same"
    }
    # Only the guest has a module of ours beside it.
    found = [each for each in cases if each["function"] == "modules"]
    assert "different" in {each["outcome"] for each in found}
    assert any("ours" in each["detail"] for each in found)
