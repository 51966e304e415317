"""What others do with the same project, which a stage of ours has to get on with."""

from __future__ import annotations

from tests.deployer.conformance.bench import Bench
from tests.deployer.harness.call import Answer
from tests.deployer.vercel.looking import Cases, account_of, service_of

PROD = ("--stage", "prod")


class TestOthers(Cases):
    def test_what_production_serves_goes_last_and_not_unsaid(self, bench: Bench) -> None:
        """The first deployment of a project is its production, and others may promote one."""
        bench.told(bench.deploy("first"))
        bench.told(bench.deploy("code"))
        account = account_of(bench)
        first, second = account.deployments
        assert next(iter(account.projects.values())).production == first

        told = bench.told(bench.destroy())

        removed = [call.path for call in bench.platform.gate.journal if call.method == "DELETE"]
        assert [path.rpartition("/")[2] for path in removed] == [second, first]
        (caution,) = told["cautions"]
        assert first in caution
        assert "production" in caution

    def test_a_production_that_is_promoted_by_hand_is_not_promoted_unsaid(
        self, bench: Bench
    ) -> None:
        bench.told(bench.deploy("first", *PROD))
        (project,) = account_of(bench).projects.values()
        project.is_by_hand = True

        told = bench.told(bench.deploy("code", *PROD))

        assert any("by hand" in caution for caution in told["cautions"])
        assert project.production == list(account_of(bench).deployments)[-1]

    def test_many_variables_come_page_by_page(self, bench: Bench) -> None:
        bench.told(bench.deploy("first"))
        account = account_of(bench)
        (project,) = account.projects.values()
        for number in range(30):
            account.add_variable(project, f"V{number:02d}", "1", ["preview"])

        told = bench.told(bench.deploy("first"))

        details = [change["detail"] for change in told["changes"]]
        assert any("V00" in detail and "V29" in detail for detail in details)

    def test_what_is_no_answer_of_vercels_is_told(self, bench: Bench) -> None:
        """As what stands between may give, with a page of its own."""
        page = Answer(200, b"<html>Log in to the network</html>", {"content-type": "text/html"})
        service_of(bench).instead = page

        ran = bench.deploy("first")

        assert ran.codes == ["unreachable"]
        assert "text/html" in ran.problems[0]["message"]
