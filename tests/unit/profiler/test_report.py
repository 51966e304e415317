"""What people read, what programs read, and what is wrong where a budget is not kept."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from faasport.profiler import advice, document, faults, show
from faasport.profiler.budget import Budget
from faasport.profiler.heaviest import Cost
from faasport.profiler.origin import Origin, Origins
from faasport.profiler.profile import Profile, Unit
from faasport.profiler.tree import grown

MILLISECOND = 1_000_000
BUDGET = Budget(50, "pyproject.toml: tool.faasport.cold_start_ms")


@pytest.fixture
def unit(project, start, trace):
    origins = Origins(project, start)
    totals = tuple(each * MILLISECOND for each in (90, 100, 120))
    return Unit(start, None, totals, trace, grown(trace, origins), origins)


def printed(profile, root, whole=True):
    out = io.StringIO()
    (show.whole if whole else show.line)(profile, root, Console(file=out, width=200))
    return out.getvalue()


def test_the_tree_has_what_matters_and_one_sum_of_the_rest(project, unit):
    profile = Profile("fake", ("runtime==1",), units=[unit])

    lines = [
        line.strip("│├└─ ").split("  ") for line in printed(profile, project.root).splitlines()
    ]

    told = [" ".join(part.strip() for part in line if part) for line in lines]
    assert told[:-3] == [
        "fake: app 100 ms median of 3, 90.0 ms to 120 ms",
        "Python 3.13.0; loaded before, and free: runtime (runtime==1)",
        "94.0 ms 94% src/app.py itself 10.0 ms",
        "8.0 ms 8% line 4 VALUE = 1",
        "46.0 ms 46% fast-lib 2.0 imported by src/app.py:1 itself 40.0 ms",
        "4.0 ms 4% json (Python's own)",
        "2.0 ms 2% attr",
        "38.0 ms 38% src/models.py imported by src/app.py:2",
        "20.0 ms 20% PyYAML 6.0 imported by src/models.py:2 2 modules",
        "18.0 ms 18% asyncio (Python's own) imported by src/models.py:1 2 modules",
        "6.0 ms 6% faasport 2 modules",
    ]
    assert all(line.startswith("advice: ") for line in told[-3:])


def test_what_is_below_a_millisecond_and_below_its_share_is_in_the_sum(project, start, trace):
    small = replace(trace.imports[5], own=MILLISECOND)
    imports = (*trace.imports[:5], small, *trace.imports[6:])
    origins = Origins(project, start)
    changed = replace(trace, imports=imports)
    unit = Unit(start, None, (trace.total,), changed, grown(changed, origins), origins)

    text = printed(Profile("fake", units=[unit]), project.root)

    assert "attr" not in text
    assert "1.0 ms       1 more" in text


def test_units_that_load_the_same_share_a_tree(project, unit):
    other = replace(unit, start=replace(unit.start, unit="other"))

    text = printed(Profile("fake", units=[unit, other]), project.root)

    assert text.count("src/models.py imported") + text.count("src/models.py  imported") == 1
    assert "The same is loaded by other 100 ms." in text


def test_what_cannot_be_loaded_or_measured_is_said(project, start):
    failed = Unit(start, None, failed="ImportError: libfoo.so.1")

    text = printed(Profile("fake", notes=("Replaced.",), units=[failed]), project.root)
    silent = printed(Profile("fake", unavailable="no Python 3.9"), project.root)

    assert "could not be loaded: ImportError: libfoo.so.1" in text
    assert "fake: Replaced." in text
    assert "fake: nothing could be measured: no Python 3.9" in silent


def test_a_budget_that_is_kept_is_a_line(project, unit):
    kept = replace(unit, budget=Budget(100, BUDGET.where))

    text = printed(Profile("fake", units=[kept, unit]), project.root, whole=False)

    assert text == "fake: starts here: app 100 ms of 100 ms.\n"
    assert list(faults.problems([Profile("fake", units=[kept])])) == []


def test_a_budget_that_is_not_is_told_with_the_three_heaviest(unit):
    slow = replace(unit, budget=BUDGET)

    (problem,) = faults.problems([Profile("fake", units=[slow])])

    assert problem.as_json() == {
        "code": "cold-start",
        "where": BUDGET.where,
        "message": (
            "on fake, app takes 100 ms to start on this machine (the median of 3), and may take "
            "50 ms. Heaviest: fast-lib 2.0 (src/app.py:1) 46.0 ms, 46%; PyYAML 6.0 "
            "(src/models.py:2) 20.0 ms, 20%; asyncio (src/models.py:1) 18.0 ms, 18%."
        ),
        "fix": (
            "Import what few requests need in the function that does, or allow more; "
            "--profile shows the whole tree."
        ),
    }


def test_what_cannot_be_known_does_not_pass(start):
    failed = Unit(start, BUDGET, failed="ImportError: libfoo.so.1")
    profiles = [
        Profile("fake", unavailable="no Python 3.9", has_budget=True),
        Profile("aws", units=[failed]),
        Profile("gcp", unavailable="no Python 3.9"),
    ]

    found = list(faults.problems(profiles))

    assert [(each.code, each.where) for each in found] == [
        ("cold-start-unknown", "fake"),
        ("cold-start-unknown", "aws: app"),
    ]
    assert "libfoo.so.1" in found[1].message


def test_json_has_all_of_it_and_no_folder_of_this_machine(tmp_path, unit):
    told = document.as_json(Profile("fake", ("runtime==1",), units=[unit]))

    (found,) = told["units"]
    assert json.loads(json.dumps(told)) == told
    assert str(tmp_path) not in json.dumps(told)
    assert found["median_ms"] == 100.0
    assert found["runs_ms"] == [90.0, 100.0, 120.0]
    assert len(found["imports"]) == 11
    assert found["imports"][3] == {
        "module": "fast_lib",
        "file": "fast_lib/__init__.py",
        "parent": 2,
        "imported_by": "src/app.py:1",
        "total_ms": 46.0,
        "self_ms": 40.0,
    }
    assert found["tree"]["imports"][0]["lines"] == {"4": 8.0, "1": 1.0}


def cost(name, share, where="app.py:3", spent=100 * MILLISECOND):
    return Cost(where, spent, share, Origin("package", name, "1.0") if name else None)


def test_advice_is_a_tables_own_where_it_knows_and_general_elsewhere():
    told = advice.given([cost("boto3", 0.5), cost("other-lib", 0.3), cost("", 0.2, "app.py:9")])

    assert [each.partition(". ")[0] for each in told] == [
        "boto3 is imported at module level by app.py:3 and takes 50% of the start",
        "other-lib is imported at module level by app.py:3 and takes 30% of the start",
        "app.py:9 takes 20% of the start itself",
    ]
    assert "functools.cache" in told[0]
    assert told[1].endswith("If few requests need it, import it in the function that does.")


def test_nobody_is_advised_on_what_does_not_matter():
    assert advice.given([cost("boto3", 0.09), cost("other", 0.9, spent=9 * MILLISECOND)]) == ()
