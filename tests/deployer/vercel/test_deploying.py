"""What is Vercel's own about deploying."""

from __future__ import annotations

from typing import Any

import pytest

from tests.deployer.conformance.bench import Bench
from tests.deployer.harness.call import Call
from tests.deployer.harness.gate import Fault
from tests.deployer.vercel.account import Account, Deployment, Project
from tests.deployer.vercel.looking import CREATE, Cases, account_of, calls, is_of, makes, service_of

ELSEWHERE = "faasport-ann-laptop-77-0123456789ab"
PROD = ("--stage", "prod")


class TestDeploying(Cases):
    def test_only_what_vercel_lacks_is_uploaded(self, bench: Bench) -> None:
        bench.told(bench.deploy("first"))

        bench.told(bench.deploy("code"))

        sent = calls(bench, "POST", "/v2/files")
        first, second = calls(bench, "POST", CREATE)
        missing = {file["sha"] for file in first.json["files"]} & {
            call.headers["x-now-digest"] for call in sent
        }
        assert len(sent) == len(missing) == 2  # the module, and its bytecode
        assert first.json == second.json

    def test_a_file_that_came_by_half_is_sent_again(self, bench: Bench) -> None:
        half = Fault("half", where=is_of("POST", "/v2/files"))

        told = bench.told(bench.deploy("first", faults=[half]))

        assert half.met == 1
        assert told["applied"]

    def test_what_vercel_has_cleared_away_is_uploaded_again(self, bench: Bench) -> None:
        bench.told(bench.deploy("first"))
        account = account_of(bench)
        account.empty()
        account.forgets = 2

        told = bench.told(bench.deploy("first"))

        assert told["applied"]
        assert len(calls(bench, "POST", CREATE)) == 3

    def test_retry_after_is_waited_for(self, bench: Bench) -> None:
        ran = bench.deploy("first", faults=[Fault("throttled", where=is_of("POST", CREATE))])

        bench.told(ran)
        assert 7.0 in ran.slept

    def test_who_is_throttled_for_good_is_told(self, bench: Bench) -> None:
        always = Fault("throttled", where=is_of("POST", CREATE), times=None)

        ran = bench.deploy("first", faults=[always])

        assert ran.codes == ["throttled"]
        assert "The rate limit of 6 exceeded" in ran.problems[0]["message"]
        assert sum(ran.slept) < 600
        bench.told(bench.deploy("first"))

    def test_a_failed_build_tells_its_log_and_what_serves(self, bench: Bench) -> None:
        bench.told(bench.deploy("first"))
        (serving,) = account_of(bench).deployments
        bench.platform.spoil()

        (problem,) = bench.deploy("code").problems

        assert "exceeds the unzipped maximum size of 250 MB" in problem["message"]
        assert "Its log ends: Running build in Washington | Error:" in problem["message"]
        assert f"All is as before: {serving} serves." in problem["message"]
        assert problem["fix"].startswith("See https://vercel.com/acme/sample/dpl_")

    def test_a_build_without_an_end_is_told(self, bench: Bench) -> None:
        account_of(bench).is_stuck = True

        stuck = bench.deploy("first")
        account_of(bench).is_stuck = False
        again = bench.told(bench.deploy("first"))

        assert stuck.codes == ["deployment-unsettled"]
        assert [change["action"] for change in again["changes"]] == ["update"]
        assert len(account_of(bench).deployments) == 1

    def test_a_deployment_whose_answer_was_lost_is_looked_for(self, bench: Bench) -> None:
        cut = Fault("cut-after", where=makes(account_of(bench)))

        bench.told(bench.deploy("first", faults=[cut]))

        assert cut.met == 1
        assert [each.state for each in account_of(bench).deployments.values()] == ["NAMED"]

    def test_what_was_made_twice_is_taken_back_once(self, bench: Bench) -> None:
        """Vercel's list did not have it at once, and so it was made again."""
        cut = Fault("cut-after", where=makes(account_of(bench)))
        service_of(bench).behind = 1

        bench.told(bench.deploy("first", faults=[cut]))

        states = [each.state for each in account_of(bench).deployments.values()]
        assert states == ["CANCELED", "NAMED"]

    def test_what_a_killed_run_left_of_something_else_is_cancelled(self, bench: Bench) -> None:
        killed = bench.deploy("code", faults=[Fault("kill", where=makes(account_of(bench)))])
        left = [each.state for each in account_of(bench).deployments.values()]

        bench.told(bench.deploy("first"))

        assert killed.was_killed
        assert left == ["QUEUED"]
        states = [each.state for each in account_of(bench).deployments.values()]
        assert states == ["CANCELED", "NAMED"]

    def test_who_began_later_takes_its_own_back(self, bench: Bench) -> None:
        account = account_of(bench)
        bench.told(bench.deploy("first"))
        (serving,) = account.deployments.values()
        rival = _rival(account, serving)
        service_of(bench).behind = 3

        ran = bench.deploy("code")

        others = [each for each in account.deployments.values() if each not in (serving, rival)]
        assert ran.codes == ["busy"]
        assert "ann on laptop (process 77), since 20" in ran.problems[0]["message"]
        assert [each.state for each in others] == ["CANCELED"]
        assert rival.state == "QUEUED"

    def test_of_another_machine_nobody_knows_whether_it_goes_on(self, bench: Bench) -> None:
        account = account_of(bench)
        bench.told(bench.deploy("first"))
        rival = _rival(account, next(iter(account.deployments.values())))

        codes = [bench.deploy("code").codes, bench.destroy().codes]

        assert codes == [["busy"], ["busy"]]
        assert rival.state == "QUEUED"

    def test_variables_that_were_changed_take_a_new_deployment(self, bench: Bench) -> None:
        account = account_of(bench)
        bench.told(bench.deploy("first"))
        (project,) = account.projects.values()
        account.add_variable(project, "STRIPE_KEY", "sk_1", ["preview", "production"])
        account.add_variable(project, "OF_PRODUCTION", "1", ["production"])

        told = bench.told(bench.deploy("first"))
        again = bench.told(bench.deploy("first"))

        (change,) = told["changes"]
        assert change["detail"].endswith("variables changed since: STRIPE_KEY")
        assert again["changes"] == []
        assert len(account.deployments) == 2

    def test_one_function_alone_cannot_be_updated(self, bench: Bench) -> None:
        ran = bench.deploy("first", "--function", "hello")

        assert ran.codes == ["not-supported"]
        assert bench.platform.gate.count == 0

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ("alias=taken.vercel.app", "name-taken"),
            ("project=prj_unknown", "bad-setting"),
            ("team=another", "not-permitted"),
            ("api=http://api.example.com", "bad-setting"),
            ("alias=", "bad-setting"),
            ("region=fra1", "bad-setting"),
        ],
    )
    def test_settings_that_cannot_be(self, bench: Bench, given: str, code: str) -> None:
        ran = bench.deploy("first", "--set", given)

        assert ran.codes == [code]

    def test_an_alias_of_another_stage_is_not_taken_away(self, bench: Bench) -> None:
        bench.told(bench.deploy("first"))
        before = dict(account_of(bench).aliases)

        ran = bench.deploy("first", "--stage", "staging")

        assert ran.codes == ["name-taken"]
        assert "leads to stage dev of sample" in ran.problems[0]["message"]
        assert account_of(bench).aliases == before

    def test_an_environment_of_the_projects_own(self, bench: Bench) -> None:
        given = ("--set", "environment=staging", "--set", "alias=sample-staging.vercel.app")

        told = bench.told(bench.deploy("first", "--stage", "staging", *given))

        body = calls(bench, "POST", CREATE)[-1].json
        assert body["customEnvironmentSlugOrId"] == "staging"
        assert "target" not in body
        assert told["place"].endswith("project sample, staging")

    def test_a_project_that_is_named_may_have_others_in_it(self, bench: Bench) -> None:
        bench.platform.take_name()

        told = bench.told(bench.deploy("first", "--set", "project=sample"))
        removed = bench.told(bench.destroy("--with-data", "--set", "project=sample"))

        assert told["applied"]
        kept = [change for change in removed["changes"] if change["action"] == "keep"]
        assert [change["detail"].partition(": ")[2] for change in kept] == [
            "faasport did not make it"
        ]
        assert len(account_of(bench).deployments) == 1

    def test_the_first_of_a_project_is_told_to_be_its_production(self, bench: Bench) -> None:
        told = bench.told(bench.deploy("first"))
        again = bench.told(bench.deploy("code"))

        caution = "The first deployment of a project becomes its production on Vercel"
        assert any(each.startswith(caution) for each in told["cautions"])
        assert told["notes"][0].startswith("It was the first deployment of the project")
        assert not any("first deployment" in each for each in (*again["cautions"], *again["notes"]))

    def test_protection_is_told(self, bench: Bench) -> None:
        bench.told(bench.deploy("first"))
        (project,) = account_of(bench).projects.values()
        project.protection = {"deploymentType": "preview"}

        told = bench.told(bench.deploy("code"))

        assert told["notes"][0].startswith("Vercel asks for a login in front of it")

    # Production

    def test_it_gets_the_domains_of_the_project(self, bench: Bench) -> None:
        told = bench.told(bench.deploy("first", *PROD))

        (project,) = account_of(bench).projects.values()
        (made,) = account_of(bench).deployments.values()
        assert (made.asked_target, project.production) == ("production", made.id)
        assert told["endpoints"]["url"] == f"https://{service_of(bench).domain}"

    def test_what_somebody_has_set_back_is_promoted(self, bench: Bench) -> None:
        account = account_of(bench)
        bench.told(bench.deploy("first", *PROD))
        (project,) = account.projects.values()
        former = project.production
        project.is_set_back = True

        bench.told(bench.deploy("code", *PROD))
        newest = list(account.deployments)[-1]

        assert project.production == newest != former
        assert not project.is_set_back

    def test_production_that_leads_to_an_older_one_is_drift(self, bench: Bench) -> None:
        account = account_of(bench)
        bench.told(bench.deploy("first", *PROD))
        bench.told(bench.deploy("code", *PROD))
        (project,) = account.projects.values()
        older, newest = account.deployments
        project.production, project.is_set_back = older, True

        status = bench.told(bench.run(*bench.line("status", "code", *PROD)))
        told = bench.told(bench.deploy("code", *PROD))

        assert [change["detail"] for change in status["drift"]] == [
            "production leads to another one"
        ]
        assert status["digest"] != status["local"]
        assert [change["name"] for change in told["changes"]] == [newest]
        assert project.production == newest
        assert len(account.deployments) == 2

    def test_killed_between_being_ready_and_being_promoted(self, bench: Bench) -> None:
        account = account_of(bench)
        bench.told(bench.deploy("first", *PROD))
        (project,) = account.projects.values()
        project.is_set_back = True

        ran = bench.deploy("code", *PROD, faults=[Fault("kill", where=_is_look_at_ready(account))])
        waiting = project.production
        bench.told(bench.deploy("code", *PROD))

        assert ran.was_killed
        assert waiting == next(iter(account.deployments))
        assert project.production == list(account.deployments)[1]
        assert len(account.deployments) == 2

    def test_a_rolling_release_is_the_projects_own_matter(self, bench: Bench) -> None:
        account = account_of(bench)
        bench.told(bench.deploy("first", *PROD))
        (project,) = account.projects.values()
        project.rolling, project.is_set_back = {"target": "production"}, True

        told = bench.told(bench.deploy("code", *PROD))

        assert "rolling release" in told["notes"][0]
        assert project.production == next(iter(account.deployments))

    # What goes

    def test_what_others_have_in_the_project_stays(self, bench: Bench) -> None:
        account = account_of(bench)
        bench.told(bench.deploy("first"))
        (project,) = account.projects.values()
        other = account.add_deployment(project, {"files": []})

        told = bench.told(bench.destroy("--with-data"))

        assert list(account.deployments) == [other.id]
        assert "there are other deployments in it" in told["changes"][-1]["detail"]

    def test_a_project_that_a_repository_deploys_to_stays(self, bench: Bench) -> None:
        account = account_of(bench)
        bench.told(bench.deploy("first"))
        (project,) = account.projects.values()
        project.link = {"type": "github", "repo": "sample"}

        told = bench.told(bench.destroy("--with-data"))

        assert account.deployments == {}
        assert list(account.projects) == [project.id]
        assert "pushed to a repository" in told["changes"][-1]["detail"]

    def test_all_pages_of_deployments_are_removed(self, bench: Bench) -> None:
        account = account_of(bench)
        bench.told(bench.deploy("first"))
        (project,) = account.projects.values()
        (made,) = account.deployments.values()
        for _ in range(110):
            _again(account, project, made)

        bench.told(bench.destroy("--with-data"))

        assert account.deployments == {}
        assert account.projects == {}


def _is_look_at_ready(account: Account) -> Any:
    """The request that is told that the newest deployment has its names."""

    def fits(call: Call) -> bool:
        newest = list(account.deployments.values())[-1]
        return call.path == f"{CREATE}/{newest.id}" and newest.state == "READY"

    return fits


def _again(account: Account, project: Project, of: Deployment) -> Deployment:
    body = {"meta": of.meta, "files": []}
    made = account.add_deployment(project, body)
    made.state = "NAMED"
    return made


def _rival(account: Account, of: Deployment) -> Deployment:
    """A deployment that is on its way, of somebody's at another machine."""
    rival = _again(account, account.projects[of.project], of)
    rival.meta = {**of.meta, "faasportHolder": ELSEWHERE, "faasportDigest": "another"}
    rival.state = "QUEUED"
    return rival
