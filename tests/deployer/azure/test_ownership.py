"""Whose what is there is: who deploys, what others have done, what is no longer wanted; and what
may be said of where it goes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.deployer.azure import looking
from tests.deployer.azure.account import SITE, kind_of
from tests.deployer.conformance import sweep
from tests.deployer.conformance.bench import Bench
from tests.deployer.harness.gate import Fault
from tests.deployer.harness.warmed import Ran


class TestOwnership:
    # Who deploys

    def test_another_machine_holds_it_until_its_lease_ends(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        number = looking.number_of(bench, "PUT", "deployments/faasport-sample-dev-state", 1)
        line = bench.line("deploy", "code", "--yes", "--no-verify")
        killed = bench.run(*line, faults=[Fault("kill", at=number)], host="elsewhere")

        busy = bench.deploy("code")
        looking.account(bench).deployments[looking.STATE]["at"] = "2020-01-01T00:00:00.0000000Z"
        freed = bench.deploy("code")

        assert killed.was_killed
        assert busy.codes == ["busy"]
        assert "on elsewhere" in busy.problems[0]["message"]
        assert "its hold ends at" in busy.problems[0]["message"]
        bench.told(freed)

    def test_a_deployment_of_our_name_by_others_is_not_disturbed(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        main = looking.account(bench).deployments[looking.STATE.removesuffix("-state")]
        main.update(left=10**6, tags={})

        busy = bench.deploy("memory")

        assert busy.codes == ["busy"]
        assert "somebody else" in busy.problems[0]["message"]

    # What others have done

    def test_code_that_others_have_published_is_replaced(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        site = looking.site_of(bench)
        before = looking.account(bench).packages[site]
        looking.account(bench).published[site].append(
            {"id": "theirs", "status": 4, "deployer": "az_cli", "end_time": "2026-11-22T09:00:00Z"}
        )
        looking.account(bench).packages[site] = "theirs"

        shown = bench.told(bench.deploy("first", "--dry-run"))["changes"]
        bench.told(bench.deploy())

        assert [(each["kind"], "az_cli" in each["detail"]) for each in shown] == [("code", True)]
        assert looking.account(bench).packages[site] == before

    def test_what_others_have_deleted_is_made_again_with_the_code(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        before = bench.platform.state()
        account = looking.account(bench)
        own = next(key for key in account.resources if "/storageaccounts/st" in key)
        account.delete(own)
        account.packages.clear()

        shown = bench.told(bench.deploy("first", "--dry-run"))["changes"]
        bench.told(bench.deploy())

        assert "somebody has deleted it" in str(shown)
        assert bench.platform.state() == before

    def test_the_hold_of_a_run_that_had_done_all_goes(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        before = bench.platform.state()
        bench.platform.tamper()
        bench.told(bench.deploy())
        last = max(
            n for n, call in enumerate(bench.platform.gate.journal, 1) if call.method == "PUT"
        )
        bench.platform.tamper()
        line = bench.line("deploy", "first", "--yes", "--no-verify")
        killed = bench.run(*line, faults=[Fault("kill", at=last - 1)])
        held = bench.platform.state()

        told = bench.told(bench.deploy())

        assert killed.was_killed
        assert held != before
        assert told["changes"] == []
        assert bench.platform.state() == before

    def test_a_group_of_others_stays_with_what_is_in_it(self, bench: Bench) -> None:
        account = looking.account(bench)
        group = {
            "id": looking.GROUP,
            "name": "sample-dev",
            "location": "northeurope",
            "tags": {"team": "x"},
        }
        account.groups[looking.GROUP] = group
        account.put(
            f"{looking.GROUP}/providers/Microsoft.Widgets/widgets/theirs",
            {"type": "Microsoft.Widgets/widgets"},
        )
        before = bench.platform.state()

        bench.told(bench.deploy())
        plan = account.resources[
            f"{looking.GROUP}/providers/microsoft.web/serverfarms/sample-dev-plan"
        ]
        bench.told(bench.destroy("--with-data"))

        assert plan["location"] == "westeurope"
        assert bench.platform.state() == before

    def test_a_group_may_have_several_projects(self, bench: Bench) -> None:
        shared = ("--stage", "prod", "--set", "resource_group=sample-dev")
        bench.told(bench.deploy())
        bench.told(bench.deploy("first", *shared))
        both = set(looking.account(bench).resources)

        bench.told(bench.destroy("--with-data"))
        left = set(looking.account(bench).resources)
        bench.told(bench.deploy())

        assert {key for key in both if "sample-prod" in key} <= left
        assert not any("sample-dev-" in key for key in left)
        assert bench.told(bench.deploy("first", *shared))["changes"] == []
        assert set(looking.account(bench).resources) == both

    def test_what_azure_adds_by_itself_goes_with_what_it_is_for(self, bench: Bench) -> None:
        empty = bench.platform.state()
        bench.told(bench.deploy())
        rule = "microsoft.alertsManagement/smartDetectorAlertRules/Failure Anomalies - "
        actions = "microsoft.insights/actionGroups/Application Insights Smart Detection"
        for place in (f"{rule}sample-dev-insights", actions):
            looking.account(bench).put(f"{looking.GROUP}/providers/{place}", {})

        bench.told(bench.destroy())
        kept = {kind_of(key) for key in looking.account(bench).resources}
        bench.told(bench.destroy("--with-data"))

        assert all(kind.startswith("microsoft.storage/") for kind in kept)
        assert bench.platform.state() == empty

    def test_killed_after_any_write_the_next_run_destroys_and_keeps_data(
        self, bench: Bench
    ) -> None:
        bench.told(bench.deploy())
        saved = bench.platform.saved()

        def destroyed(faults: Sequence[Fault]) -> Ran:
            return bench.destroy(faults=faults)

        def prepared() -> None:
            bench.platform.restored(saved)

        wrong = list(sweep.killed(sweep.undisturbed(bench, prepared, destroyed)))

        assert wrong == []

    def test_what_is_kept_is_not_removed_again(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        bench.told(bench.destroy())
        before = bench.platform.state()

        again = bench.told(bench.destroy())

        assert {each["action"] for each in again["changes"]} == {"keep"}
        assert bench.platform.state() == before

    def test_what_az_has_deployed_can_be_handed_over(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        wanted = bench.platform.state()
        account = looking.account(bench)
        account.deployments.clear()
        roots = [
            each
            for each in account.resources.values()
            if "faasport-project" in (each.get("tags") or {})
        ]
        kept = [(each, each.pop("tags")) for each in roots]

        refused = bench.deploy()
        for each, tags in kept:
            each["tags"] = tags
        bench.told(bench.deploy())

        assert refused.codes == ["name-taken"]
        assert "az tag update" in refused.problems[0]["fix"]
        assert bench.platform.state() == wanted

    # What is no longer wanted

    def test_roles_of_what_is_no_longer_declared_go(self, bench: Bench) -> None:
        bench.told(bench.deploy())

        shown = bench.told(bench.deploy("small"))["changes"]

        actions = [(each["action"], each["kind"], each["holds_data"]) for each in shown]
        queue = "Microsoft.Storage/storageAccounts/queueServices/queues"
        assert actions.count(("keep", queue, True)) == 2
        assert actions.count(("remove", "Microsoft.Authorization/roleAssignments", False)) == 2
        left = [key for key in looking.account(bench).resources if kind_of(key) == looking.ROLE]
        assert not any("/queues/jobs" in key for key in left)
        assert bench.told(bench.deploy("small"))["changes"] == []

    # Code alone

    def test_code_alone_is_published_without_the_template(self, bench: Bench) -> None:
        bench.told(bench.deploy("code"))
        wanted = bench.platform.state()
        bench.platform.empty()
        bench.told(bench.deploy())

        told = bench.told(bench.deploy("code", "--function", "hello"))

        written = [
            call.path.rpartition("/")[2]
            for call in bench.platform.gate.journal
            if bench.platform.is_write(call)
        ]
        assert [each["kind"] for each in told["changes"]] == ["code"]
        assert "All functions of the app share one archive" in str(told["cautions"])
        assert written == ["faasport-sample-dev-state", "publish", "faasport-sample-dev-state"]
        assert bench.platform.state() == wanted

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            (("--function", "hello", "--canary", "10"), "not-supported"),
            (("--function", "hello"), "not-deployed"),
            (("--set", "nme=x"), "bad-setting"),
            (("--set", "keyVaultName=x"), "bad-setting"),
            (("--set", "endpoint=http://example.com"), "bad-setting"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, bench: Bench, more: tuple[str, ...], code: str
    ) -> None:
        refused = bench.deploy("first", *more)

        assert refused.codes == [code]
        assert not [call for call in bench.platform.gate.journal if bench.platform.is_write(call)]

    def test_parameters_and_places_can_be_said(self, bench: Bench) -> None:
        said = (
            "--set",
            "name=my-own",
            "--set",
            "resource_group=mine",
            "--set",
            "location=northeurope",
        )

        told = bench.told(bench.deploy("first", *said))
        again = bench.told(bench.deploy("first", *said))

        group = looking.account(bench).groups[looking.GROUP.replace("sample-dev", "mine")]
        assert told["endpoints"]["name"] == "my-own"
        assert group["location"] == "northeurope"
        assert again["changes"] == []

    def test_another_name_is_another_app_with_the_code(self, bench: Bench) -> None:
        bench.told(bench.deploy())

        told = bench.told(bench.deploy("first", "--set", "name=my-own"))

        sites = [
            key.rpartition("/")[2]
            for key in looking.account(bench).resources
            if kind_of(key) == SITE
        ]
        actions = {(each["action"], each["kind"]) for each in told["changes"]}
        assert {("add", "Microsoft.Web/sites"), ("remove", "Microsoft.Web/sites")} <= actions
        assert sites == ["my-own"]
        assert [key.rpartition("/")[2] for key in looking.account(bench).packages] == ["my-own"]

    # Credentials

    @pytest.mark.parametrize(
        ("variables", "code"),
        [
            ({"AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential"}, "no-credentials"),
            ({"AZURE_SUBSCRIPTION_ID": "", "AZURE_CONFIG_DIR": "/nowhere"}, "bad-setting"),
        ],
    )
    def test_what_is_missing_is_told(
        self, bench: Bench, variables: dict[str, str], code: str
    ) -> None:
        run = bench.process.begin(bench.line("deploy", "first", "--yes", "--no-verify"), variables)

        ran = run.result()

        bench.look_at(ran)
        assert ran.codes == [code]
        assert "az login" in ran.problems[0]["fix"]

    def test_an_identity_that_is_refused_is_told(self, bench: Bench) -> None:
        looking.cloud(bench).identity.open(Fault("denied", times=None, where=lambda _: True))

        ran = bench.deploy()

        assert ran.codes[0] in ("no-credentials", "expired-credentials")
