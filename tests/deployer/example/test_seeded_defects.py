"""The suite finds the faults that a deployer might have: each one by the test that is for it."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import pytest

from tests.deployer.conformance.bench import Bench
from tests.deployer.conformance.platform import Platform
from tests.deployer.conformance.suite import DeploySuite
from tests.deployer.example.cloud import Cloud

SUITE = DeploySuite()
VARIABLE = "EXAMPLE_DEFECT"
FOUND = {
    "nothing_is_undone": SUITE.test_a_failed_update_is_rolled_back,
    "old_code_stays": SUITE.test_a_change_and_its_way_back_leave_nothing,
    "done_is_said_too_early": SUITE.test_killed_after_any_call_the_next_run_updates,
    "a_lock_is_left_when_all_is_done": SUITE.test_killed_after_any_call_the_next_run_creates,
    "nobody_is_kept_out": SUITE.test_a_second_deployment_is_refused_while_one_goes_on,
    "who_is_gone_still_holds_it": SUITE.test_killed_after_any_call_the_next_run_updates,
    "data_goes": SUITE.test_destroy_keeps_data_and_names_it,
    "everything_is_made_again": SUITE.test_the_same_again_changes_nothing,
    "a_refusal_leaves_a_half": SUITE.test_what_is_not_ours_is_left_alone,
    "the_token_is_shown": SUITE.test_faults_of_a_creation_are_got_over_or_told,
    "a_cut_is_not_understood": SUITE.test_faults_of_a_creation_are_got_over_or_told,
}


class Broken(Cloud):
    modules: ClassVar[tuple[str, ...]] = (*Cloud.modules, "tests.deployer.example.defects")


class TestDefects:
    platform_class: ClassVar[type[Platform]] = Broken

    @pytest.mark.parametrize("defect", FOUND)
    def test_a_defect_is_found(self, packaged: Bench, defect: str) -> None:
        packaged.platform.empty()
        bench = replace(packaged, variables={**packaged.variables, VARIABLE: defect})

        with pytest.raises(AssertionError):
            FOUND[defect](bench)

    def test_a_dry_run_that_leaves_its_plan_is_found(self, packaged: Bench) -> None:
        packaged.platform.empty()
        bench = replace(packaged, variables={**packaged.variables, VARIABLE: "a_plan_is_left"})

        with pytest.raises(AssertionError):
            SUITE.test_a_dry_run_shows_the_same_and_changes_nothing(bench, "first")

    def test_data_stays_even_where_a_deployer_would_remove_it(self, packaged: Bench) -> None:
        packaged.platform.empty()
        packaged.told(packaged.deploy())
        data = list(packaged.platform.data())
        bench = replace(packaged, variables={**packaged.variables, VARIABLE: "data_goes"})

        refused = bench.destroy()

        assert (refused.code, refused.codes) == (1, ["data-loss"])
        assert "--with-data" in refused.problems[0]["fix"]
        assert list(bench.platform.data()) == data != []

    def test_without_a_defect_all_is_well(self, packaged: Bench) -> None:
        packaged.platform.empty()

        SUITE.test_the_same_again_changes_nothing(packaged)
