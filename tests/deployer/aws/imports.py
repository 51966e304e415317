"""What an import takes up, and that it does no more.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-manually.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.deployer.aws.stack import ChangeSet


def told(given: Mapping[str, Any]) -> dict[str, str]:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceToImport.html"""
    return {
        each["LogicalResourceId"]: each["ResourceIdentifier"]["entry"]["1"]["value"]
        for each in given.get("ResourcesToImport", [])
    }


def refuse_more(made: ChangeSet) -> None:
    assert made.template is not None
    assert "Outputs" not in made.template.document
    assert made.tags == {}, "As part of the import operation, you cannot modify or add [Tags]"
    assert {each["Action"] for each in made.changes} == {"Import"}, made.changes
    assert all(each["DeletionPolicy"] == "Retain" for each in made.template.resources.values())
