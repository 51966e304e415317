"""Secrets, which are variables of the project that its owner sets."""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.deployer.conformance.bench import Bench
from tests.deployer.conformance.platform import Platform
from tests.deployer.vercel.looking import Cases, account_of
from tests.deployer.vercel.platform import Vercel


class WithSecret(Vercel):
    options: ClassVar[str] = 'secrets = { STRIPE_KEY = "stripe/key" }\n'


class TestSecrets(Cases):
    platform_class: ClassVar[type[Platform]] = WithSecret

    def test_without_a_project_all_steps_are_told(self, bench: Bench) -> None:
        ran = bench.deploy("first")

        (problem,) = ran.problems
        assert problem["code"] == "not-prepared"
        assert "no variable STRIPE_KEY" in problem["message"]
        assert problem["fix"] == (
            "Set them: vercel project add sample; vercel link --project sample; "
            "vercel env add STRIPE_KEY preview --sensitive"
        )
        assert [call for call in bench.platform.gate.journal if call.method != "GET"] == []

    @pytest.mark.parametrize(("target", "stage"), [("preview", "prod"), ("production", "dev")])
    def test_one_of_another_environment_is_not_there(
        self, bench: Bench, target: str, stage: str
    ) -> None:
        account = account_of(bench)
        account.add_variable(account.add_project("sample", []), "STRIPE_KEY", "sk_1", [target])

        ran = bench.deploy("first", "--stage", stage)

        assert "no variable STRIPE_KEY" in ran.problems[0]["message"]
        assert [call for call in bench.platform.gate.journal if call.method != "GET"] == []

    def test_one_of_a_branch_alone_is_not_there(self, bench: Bench) -> None:
        account = account_of(bench)
        project = account.add_project("sample", [])
        account.add_variable(project, "STRIPE_KEY", "sk_1", ["preview"])
        project.variables[-1]["gitBranch"] = "feature"

        ran = bench.deploy("first")

        assert ran.codes == ["not-prepared"]

    def test_an_empty_project_with_them_is_taken(self, bench: Bench) -> None:
        account = account_of(bench)
        project = account.add_project("sample", [])
        account.add_variable(project, "STRIPE_KEY", "sk_1", ["production", "preview"])

        told = bench.told(bench.deploy("first"))
        removed = bench.told(bench.destroy("--with-data"))

        assert {change["kind"] for change in told["changes"]} >= {"function"}
        assert [change["action"] for change in removed["changes"]] == ["remove", "keep"]
        assert [each["key"] for each in project.variables] == ["STRIPE_KEY"]

    def test_the_teams_own_are_enough(self, bench: Bench) -> None:
        account = account_of(bench)
        project = account.add_project("sample", [])
        shared = {"key": "STRIPE_KEY", "target": ["preview"], "projectId": [project.id]}
        account.shared.append(shared)

        bench.told(bench.deploy("first"))
