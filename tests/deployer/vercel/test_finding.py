"""Where to deploy, and as whom: what is found on a machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from faasport.deployer.deployer import Asked
from faasport.deployer.faults import BadSetting, ExpiredCredentials, NoCredentials
from faasport.project.config import Config
from faasport.project.model import Project
from faasport_vercel.deployer import place, token
from faasport_vercel.deployer.answer import Answer, fault
from faasport_vercel.deployer.place import Place

ROOT = Path(__file__).parents[3]
TEAM = "team_a1B2"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nobody has done anything."""
    for name in ("VERCEL_TOKEN", "VERCEL_ORG_ID", "VERCEL_PROJECT_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "com.vercel.cli"


class TestPlace:
    def test_without_settings_it_is_named_as_the_project(self, tmp_path: Path) -> None:
        found = _place(tmp_path)

        assert found == Place("https://api.vercel.com", {}, "orders", False, "preview", "")
        assert found.told == "project orders, preview"

    @pytest.mark.parametrize("stage", ["prod", "production"])
    def test_production_is_a_stage(self, tmp_path: Path, stage: str) -> None:
        assert _place(tmp_path, stage=stage).environment == "production"

    def test_each_source_is_over_the_next(
        self, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found = []
        _write(home / "config.json", {"currentTeam": "team_ofLogin", "api": "https://a.example"})
        found.append(_place(tmp_path))
        _write(tmp_path / ".vercel/project.json", {"orgId": "team_ofRoot", "projectId": "prj_root"})
        found.append(_place(tmp_path))
        link = {"orgId": "team_ofOutput", "projectId": "prj_output"}
        _write(tmp_path / "dist/vercel/.vercel/project.json", link)
        found.append(_place(tmp_path))
        monkeypatch.setenv("VERCEL_ORG_ID", "team_ofVariable")
        monkeypatch.setenv("VERCEL_PROJECT_ID", "prj_variable")
        found.append(_place(tmp_path))
        table = {"team": "of-table", "project": "table", "environment": "staging"}
        found.append(_place(tmp_path, table))
        found.append(_place(tmp_path, table, {"team": TEAM, "project": "given"}))

        teams = [next(iter(each.team.items())) for each in found]
        assert teams == [
            ("teamId", "team_ofLogin"),
            ("teamId", "team_ofRoot"),
            ("teamId", "team_ofOutput"),
            ("teamId", "team_ofVariable"),
            ("slug", "of-table"),
            ("teamId", TEAM),
        ]
        projects = ["orders", "prj_root", "prj_output", "prj_variable", "table", "given"]
        assert [each.project for each in found] == projects
        assert [each.is_named for each in found] == [False, *[True] * 5]
        assert found[-1].environment == "staging"
        assert {each.api for each in found} == {"https://a.example"}

    def test_who_has_no_team_sends_none(self, tmp_path: Path) -> None:
        link = {"orgId": "R6q1mYtWqQdPzvXkHc0aB9Lw", "projectId": "prj_1"}
        _write(tmp_path / ".vercel/project.json", link)

        assert _place(tmp_path).team == {}

    def test_a_link_that_cannot_be_read_is_none(self, tmp_path: Path) -> None:
        _write(tmp_path / ".vercel/project.json", ["prj_1"])
        (tmp_path / "dist/vercel/.vercel").mkdir(parents=True)
        (tmp_path / "dist/vercel/.vercel/project.json").write_text("{")

        assert _place(tmp_path).project == "orders"

    def test_an_alias_is_of_what_is_not_in_production(self, tmp_path: Path) -> None:
        table = {"alias": "orders-dev.vercel.app"}

        aliases = [_place(tmp_path, table, stage=stage).alias for stage in ("dev", "prod")]

        assert aliases == ["orders-dev.vercel.app", ""]
        with pytest.raises(BadSetting, match="production is reached by the domains"):
            _place(tmp_path, given=table, stage="prod")

    @pytest.mark.parametrize(
        ("api", "problem"),
        [
            ("http://api.vercel.com", "is not https"),
            ("http://127.0.0.1:99999", "is no address"),
            ("ftp://api.vercel.com", "cannot be its value"),
        ],
    )
    def test_a_token_goes_to_no_unsafe_place(self, tmp_path: Path, api: str, problem: str) -> None:
        with pytest.raises(BadSetting, match=problem):
            _place(tmp_path, given={"api": api})

    def test_loopback_needs_no_tls(self, tmp_path: Path) -> None:
        assert (
            _place(tmp_path, given={"api": "http://127.0.0.1:8080/"}).api == "http://127.0.0.1:8080"
        )


class TestToken:
    def test_the_variable_is_over_the_login(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _write(home / "auth.json", {"token": "of-login"})

        before = token.found()
        monkeypatch.setenv("VERCEL_TOKEN", " of-variable\n")

        assert (before, token.found()) == ("of-login", "of-variable")

    def test_a_login_that_has_run_out(self, home: Path) -> None:
        _write(home / "auth.json", {"token": "vca_1", "expiresAt": time.time() - 60})

        with pytest.raises(ExpiredCredentials, match="Run: vercel whoami"):
            token.found()

    def test_a_login_that_holds(self, home: Path) -> None:
        _write(home / "auth.json", {"token": "vca_1", "expiresAt": time.time() + 3600})

        assert token.found() == "vca_1"

    def test_nobody_is_logged_in(self) -> None:
        with pytest.raises(NoCredentials, match="VERCEL_TOKEN is not set") as caught:
            token.found()

        assert "vercel login" in caught.value.problems[0].fix

    @pytest.mark.parametrize("text", ["two words", "caf\u00e9", "a\nb"])
    def test_what_is_no_token_is_not_shown(
        self, text: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("VERCEL_TOKEN", text)

        with pytest.raises(NoCredentials) as caught:
            token.found()

        assert text not in str(caught.value)


class TestAnswer:
    @pytest.mark.parametrize(
        ("status", "error", "code"),
        [
            (401, {"code": "forbidden", "missingToken": True}, "no-credentials"),
            (401, {"code": "unauthorized"}, "expired-credentials"),
            (403, {"code": "forbidden", "invalidToken": True}, "expired-credentials"),
            (403, {"code": "forbidden", "saml": True, "teamId": TEAM}, "not-permitted"),
            (403, {"code": "forbidden"}, "not-permitted"),
            (403, {"code": "alias_in_use"}, "name-taken"),
            (402, {"code": "payment_required"}, "over-quota"),
            (402, {"code": "api-deployments-free-per-day"}, "over-quota"),
            (429, {"code": "builds_rate_limited"}, "over-quota"),
            (429, {"code": "rate_limited"}, "throttled"),
            (404, {"code": "not_found"}, "no-such-service"),
            (400, {"code": "bad_request"}, "deployment-failed"),
            (409, {"code": "conflict"}, "deployment-failed"),
            (500, {"code": "internal_server_error"}, "unreachable"),
            (502, {}, "unreachable"),
        ],
    )
    def test_what_no_means(self, status: int, error: dict[str, Any], code: str) -> None:
        answer = Answer(status, {"error": {"message": "No.", **error}}, {"x-vercel-id": "fra1::q9"})

        (problem,) = fault(answer, "project orders, preview", "create the deployment").problems

        assert problem.code == code
        assert problem.message.startswith("Vercel does not create the deployment: No. (")
        assert "request fra1::q9" in problem.message
        assert problem.fix

    def test_a_page_is_no_answer_of_the_api(self) -> None:
        (problem,) = fault(Answer(502, None), "project orders, preview", "list").problems

        assert problem.message == "Vercel does not list: no reason is given (502)."

    @pytest.mark.parametrize(
        ("headers", "limit", "seconds"),
        [
            ({"retry-after": "12"}, {}, 12),
            ({}, {"reset": 1_000}, 0),
            ({}, {"reset": 1_571_432_075_563}, 0),
            ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, {}, 0),
            ({"retry-after": "soon"}, {}, 5),
            ({}, {}, 5),
            ({}, 100, 5),
        ],
    )
    def test_when_to_come_again(
        self, headers: Mapping[str, str], limit: Mapping[str, int] | int, seconds: float
    ) -> None:
        answer = Answer(429, {"error": {"limit": limit}}, headers)

        assert (answer.tells_when, answer.retry_after) == (True, seconds)

    @pytest.mark.parametrize(("seconds", "is_told"), [("30", False), ("7200", True)])
    def test_people_are_told_when_only_where_that_is_far(self, seconds: str, is_told: bool) -> None:
        answer = Answer(429, {"error": {"message": "No."}}, {"retry-after": seconds})

        (problem,) = fault(answer, "project orders, preview", "list").problems

        assert (" Not before " in problem.message) == is_told


WITHOUT_CLIENT = """
import sys

sys.modules["httpx"] = None  # as if it were not installed
from pathlib import Path

from faasport.deployer.deployer import Asked
from faasport.deployer.faults import NoClient
from faasport.project.config import Config
from faasport.project.model import Project
from faasport_vercel.deployer import VercelDeployer

config = Config.model_validate({"name": "orders", "modules": ["orders"]})
deployer = VercelDeployer(Asked(Project(Path.cwd(), config)))
try:
    deployer.plan_removal(print, with_data=False)
except NoClient as problem:
    print(problem)
"""


def test_the_client_is_loaded_when_it_is_needed(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_CLIENT],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "adapters")))},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.stderr == ""
    assert "there is no module 'httpx'" in ran.stdout
    assert "pip install 'faasport[vercel]'" in ran.stdout


def _place(
    root: Path,
    table: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
    stage: str = "dev",
) -> Place:
    targets = {"vercel": {"deploy": dict(table or {})}}
    config = Config.model_validate({"name": "orders", "modules": ["orders"], "targets": targets})
    return place.of(Asked(Project(root, config, stage), given or {}))


def _write(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content))
