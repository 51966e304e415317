"""What others have put where ours is: it stays, whatever becomes of ours."""

from __future__ import annotations

import shutil
from typing import Any

from tests.deployer.azure import looking
from tests.deployer.azure.account import SITE, Trouble, kind_of
from tests.deployer.conformance.bench import Bench

THEIRS = f"{looking.GROUP}/providers/microsoft.widgets/widgets/theirs"


class TestOthers:
    def test_a_new_group_that_others_use_by_now_stays(self, bench: Bench) -> None:
        account = looking.account(bench)
        usual = account.put

        def put(id_: str, body: dict[str, Any]) -> None:
            if kind_of(id_) == SITE:
                usual(THEIRS, {"type": "Microsoft.Widgets/widgets"})
                raise Trouble("BadRequest", "Wrong.")
            usual(id_, body)

        account.put = put
        failed = bench.deploy()
        account.__dict__.pop("put")

        assert failed.codes == ["deployment-failed"]
        assert [*account.resources] == [THEIRS]
        bench.told(bench.deploy())

    def test_a_group_in_which_another_deploys_by_now_stays(self, bench: Bench) -> None:
        """Two runs made it in one moment; the second cannot even say that it is there."""
        manager = looking.cloud(bench)._manager
        account = looking.account(bench)
        usual = manager._group

        def group(call: Any, path: str) -> Any:
            answer = usual(call, path)
            if call.method == "PUT":
                usual_of_account(THEIRS, {"type": "Microsoft.Widgets/widgets"})
                manager._deployment = denied  # type: ignore[method-assign]
            return answer

        def denied(*_: Any) -> Any:
            raise Trouble("AuthorizationFailed", "No authorization to perform action 'x/y'.", 403)

        usual_of_account = account.put
        manager._group = group  # type: ignore[method-assign]
        failed = bench.deploy()

        assert failed.codes == ["not-permitted"]
        assert THEIRS in account.resources

    def test_a_role_of_an_app_that_was_deleted_is_made_anew(self, bench: Bench) -> None:
        """https://learn.microsoft.com/azure/role-based-access-control/troubleshooting"""
        bench.told(bench.deploy())
        account = looking.account(bench)
        _refuse_other_principals(account)
        account.delete(looking.site_of(bench))

        ran = bench.deploy()
        account.__dict__.pop("put")

        bench.told(ran)
        principals = {
            each["properties"]["principalId"]
            for key, each in account.resources.items()
            if kind_of(key) == looking.ROLE
        }
        assert principals == {account.resources[looking.site_of(bench)]["identity"]["principalId"]}

    def test_what_others_keep_in_the_apps_own_account_stays(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        account = looking.account(bench)
        own = next(key for key in account.resources if key.rpartition("/")[2].startswith("st"))
        for part in ("blobservices/default/containers/azure-webjobs-hosts",
                     "blobservices/default/containers/invoices"):  # fmt: skip
            account.put(f"{own}/{part}", {"properties": {}})

        shown = bench.told(bench.destroy())["changes"]
        with_data = bench.told(bench.destroy("--with-data"))

        assert ("keep", own.rpartition("/")[2]) in {
            (each["action"], each["name"]) for each in shown
        }
        assert f"{own}/blobservices/default/containers/invoices" not in account.resources
        assert with_data

    def test_an_account_whose_last_queue_is_no_longer_declared_stays(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        account = looking.account(bench)
        data = next(key for key in account.resources if key.rpartition("/")[2].startswith("da"))

        told = bench.told(bench.deploy(_plain(bench)))["changes"]

        assert data in account.resources
        assert f"{data}/queueservices/default/queues/jobs" in account.resources
        assert ("keep", data.rpartition("/")[2], True) in {
            (each["action"], each["name"], each["holds_data"]) for each in told
        }

    def test_what_a_template_only_reads_is_not_ours(self, bench: Bench) -> None:
        """https://learn.microsoft.com/rest/api/resources/deployment-operations/list"""
        bench.told(bench.deploy())
        account = looking.account(bench)
        account.put(THEIRS, {"type": "Microsoft.Widgets/widgets"})
        main = account.deployments[looking.STATE.removesuffix("-state")]
        target = {"id": THEIRS, "resourceType": "Microsoft.Widgets/widgets"}
        for operation in ("Read", "Action"):
            told = {"provisioningOperation": operation, "targetResource": target}
            main["operations"].append({"properties": {"provisioningState": "Succeeded", **told}})

        shown = bench.told(bench.destroy("--with-data"))["changes"]

        assert "theirs" not in {each["name"] for each in shown}
        assert [*account.resources] == [THEIRS]

    def test_settings_of_others_go_and_that_is_told(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        site = looking.account(bench).resources[looking.site_of(bench)]
        site["settings"]["THEIRS"] = "their-secret"

        shown = bench.told(bench.deploy("memory", "--dry-run"))
        bench.told(bench.deploy("memory"))
        now = looking.account(bench).resources[looking.site_of(bench)]

        assert [each for each in shown["cautions"] if "THEIRS" in each]
        assert "their-secret" not in str(shown)
        assert "THEIRS" not in now["settings"]

    def test_what_if_is_not_believed_of_what_holds_data(self, bench: Bench) -> None:
        """What is new is deleted again if the deployment fails."""
        bench.told(bench.deploy())
        account = looking.account(bench)
        data = next(key for key in account.resources if key.rpartition("/")[2].startswith("da"))
        manager = looking.cloud(bench)._manager
        usual = manager._what_if

        def what_if(call: Any, found: Any) -> Any:
            answer = usual(call, found)
            for each in account.deployments.values():
                for change in each.get("properties", {}).get("changes", ()):
                    if change["resourceId"].lower() == data:
                        change["changeType"] = "Create"
            return answer

        manager._what_if = what_if  # type: ignore[method-assign]
        account.spoiled[SITE] = Trouble("BadRequest", "Wrong.")

        failed = bench.deploy("memory")

        assert failed.codes == ["deployment-failed"]
        assert data in account.resources

    def test_what_nobody_knows_any_more_is_not_said_to_be_as_it_was(self, bench: Bench) -> None:
        """Azure forgets deployments, and our record with them."""
        bench.told(bench.deploy())
        account = looking.account(bench)
        account.deployments.clear()
        account.spoiled[looking.ROLE] = Trouble("BadRequest", "Wrong.")

        failed = bench.deploy("memory")

        assert failed.codes == ["deployment-unsettled"]
        assert "may be changed" in failed.problems[0]["message"]
        bench.told(bench.deploy("memory"))

    def test_a_role_that_was_assigned_by_hand_is_no_name_that_is_taken(self, bench: Bench) -> None:
        said = "The role assignment already exists."
        looking.account(bench).spoiled[looking.ROLE] = Trouble("RoleAssignmentExists", said, 409)

        failed = bench.deploy()

        assert failed.codes == ["deployment-failed"]
        assert "az role assignment" in failed.problems[0]["fix"]


def _plain(bench: Bench) -> str:
    """A version of the sample that answers HTTP alone."""
    root = bench.folder / "plain"
    if not root.exists():
        shutil.copytree(bench.folder / "first", root, ignore=shutil.ignore_patterns("dist"))
        app = bench.platform.app.split("\n\n\n")
        kept = [part for part in app if not part.startswith(("@faasport.queue", "@faasport.sched"))]
        (root / "app.py").write_text("\n\n\n".join(kept))
    return "plain"


def _refuse_other_principals(account: Any) -> None:
    usual, number = account.put, iter(range(9))

    def put(id_: str, body: dict[str, Any]) -> None:
        there = account.resources.get(id_.lower())
        if kind_of(id_) == looking.ROLE and there is not None:
            before, after = (each["properties"]["principalId"] for each in (there, body))
            if before != after:
                raise Trouble(
                    "RoleAssignmentUpdateNotPermitted",
                    "Tenant ID, application ID, principal ID, and scope are not allowed to be "
                    "updated.",
                )
        usual(id_, body)
        if kind_of(id_) == SITE and there is None:
            identity = account.resources[id_.lower()]["identity"]
            identity["principalId"] += f"-{next(number)}"

    account.put = put
