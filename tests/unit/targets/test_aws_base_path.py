import pytest

from faasport.project.problem import ProblemsFound
from faasport_aws.packager import AwsTarget
from tests.unit.targets.projects import project

TARGET = AwsTarget()


def test_every_handler_knows_the_base_path_of_a_custom_domain():
    ours = project(targets={"aws": {"base_path": "/payment"}})

    modules = [
        text.decode() for path, text in TARGET.entries(ours).items() if "__init__" not in path
    ]

    assert modules
    assert all("root_path='/payment')" in text for text in modules)


@pytest.mark.parametrize("path", ["payment", "/payment/", "/a{b}"])
def test_a_base_path_is_whole_segments(path):
    with pytest.raises(ProblemsFound) as found:
        TARGET.entries(project(targets={"aws": {"base_path": path}}))

    assert "base_path" in found.value.problems[0].where
