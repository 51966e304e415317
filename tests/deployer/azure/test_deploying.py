"""What is Azure's own about a deployment, beside what the suite asks of every platform."""

from __future__ import annotations

import pytest

from tests.deployer.azure import looking
from tests.deployer.azure.account import SITE, Trouble
from tests.deployer.conformance.bench import Bench
from tests.deployer.harness.gate import Fault, Kind

# What a provider says, of which kind of resource, and the code of the problem that it is.
TROUBLES = [
    ("microsoft.storage/storageaccounts", "StorageAccountAlreadyTaken", "", "name-taken"),
    (SITE, "Conflict", "Website with given name sample-dev already exists.", "name-taken"),
    (SITE, "SubscriptionIsOverQuotaForSku", "Current limit: 0.", "over-quota"),
    (SITE, "BadRequest", "Something is wrong.", "deployment-failed"),
    ("microsoft.web/serverfarms", "LocationNotAvailableForResourceType", "", "no-such-service"),
    (
        "microsoft.insights/components",
        "MissingSubscriptionRegistration",
        "The subscription is not registered to use namespace 'Microsoft.Insights'.",
        "no-such-service",
    ),
    (
        looking.ROLE,
        "AuthorizationFailed",
        "No authorization to perform action 'Microsoft.Authorization/roleAssignments/write'.",
        "not-permitted",
    ),
    (looking.ROLE, "TooManyRequests", "Slow down.", "throttled"),
]
# What else has to be in the problem.
TOLD = {
    "MissingSubscriptionRegistration": "az provider register --namespace Microsoft.Insights",
    "AuthorizationFailed": "Microsoft.Authorization/roleAssignments/write",
    "SubscriptionIsOverQuotaForSku": "Microsoft.Web/sites sample-dev-",
}
LASTING: dict[Kind, set[str]] = {
    "cut-before": {"unreachable"},
    "unavailable": {"unreachable"},
    "throttled": {"throttled"},
    "expired": {"expired-credentials"},
    "denied": {"not-permitted"},
    "quota": {"over-quota"},
}


class TestDeploying:
    @pytest.mark.parametrize(("kind", "code", "said", "told"), TROUBLES)
    def test_a_first_deployment_that_fails_leaves_nothing(
        self, bench: Bench, kind: str, code: str, said: str, told: str
    ) -> None:
        empty = bench.platform.state()
        looking.account(bench).spoiled[kind] = Trouble(code, said)

        failed = bench.deploy()
        after = bench.platform.state()
        again = bench.deploy()

        assert failed.codes == [told]
        assert TOLD.get(code, code) in str(failed.problems)
        assert "the resource group is gone again" in failed.problems[0]["message"]
        assert after == empty
        bench.told(again)

    @pytest.mark.parametrize(("kind", "code", "said", "told"), TROUBLES[:1] + TROUBLES[-2:])
    def test_an_update_that_fails_is_undone(
        self, bench: Bench, kind: str, code: str, said: str, told: str
    ) -> None:
        bench.told(bench.deploy())
        before = bench.platform.state()
        looking.account(bench).spoiled[kind] = Trouble(code, said)

        failed = bench.deploy("memory")

        assert failed.codes == [told]
        assert "All is as it was before." in failed.problems[0]["message"]
        assert bench.platform.state() == before

    def test_what_cannot_be_undone_is_told(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        wrong = Trouble("BadRequest", "Wrong.")
        looking.account(bench).spoiled[SITE] = wrong
        number = looking.number_of(bench, "PUT", "deployments/faasport-sample-dev", 2)

        looking.account(bench).spoiled[SITE] = wrong
        failed = bench.run(
            *bench.line("deploy", "memory", "--yes", "--no-verify"),
            faults=[Fault("denied", at=number, times=None)],
        )

        assert failed.codes == ["deployment-unsettled"]
        assert "Nor could it be undone" in failed.problems[0]["message"]
        bench.told(bench.deploy("memory"))

    def test_code_that_is_not_taken_is_told_and_undone(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        before = bench.platform.state()
        looking.account(bench).publishing_fails = ["Deployment failed: the archive is broken."]

        failed = bench.deploy("code")

        assert failed.codes == ["deployment-failed"]
        assert "the archive is broken" in failed.problems[0]["message"]
        assert bench.platform.state() == before

    def test_a_role_that_does_not_count_yet_is_waited_for(self, bench: Bench) -> None:
        said = "Failed to upload because Azure Storage responded with Forbidden: not authorized."
        looking.account(bench).publishing_fails = [said, said]

        ran = bench.deploy()

        bench.told(ran)
        assert len(looking.account(bench).published[looking.site_of(bench)]) == 3
        assert ran.slept

    def test_a_role_that_never_counts_is_told(self, bench: Bench) -> None:
        said = "Failed to upload because Azure Storage responded with Forbidden: not authorized."
        looking.account(bench).publishing_fails = [said] * 200

        failed = bench.deploy()

        assert failed.codes == ["deployment-failed"]
        assert "Forbidden" in failed.problems[0]["message"]

    @pytest.mark.parametrize("kind", LASTING)
    def test_a_fault_that_lasts_is_told_and_the_next_run_is_well(
        self, bench: Bench, kind: Kind
    ) -> None:
        bench.told(bench.deploy("code"))
        wanted = bench.platform.state()
        bench.platform.empty()
        bench.told(bench.deploy())
        number = looking.number_of(bench, "POST", "/api/publish", 1)

        failed = bench.deploy("code", faults=[Fault(kind, at=number, times=None)])

        assert set(failed.codes) == LASTING[kind]
        bench.told(bench.deploy("code"))
        assert bench.platform.state() == wanted

    def test_retry_after_is_honoured(self, bench: Bench) -> None:
        bench.told(bench.deploy())

        ran = bench.deploy("code", faults=[Fault("throttled", where=looking.is_publishing)])

        bench.told(ran)
        assert 2.0 in ran.slept

    def test_an_upload_whose_answer_was_lost_is_not_sent_again(self, bench: Bench) -> None:
        bench.told(bench.deploy())

        ran = bench.deploy("code", faults=[Fault("cut-after", where=looking.is_publishing)])

        bench.told(ran)
        assert len(looking.account(bench).published[looking.site_of(bench)]) == 2
