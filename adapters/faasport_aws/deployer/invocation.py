"""A call of what is deployed.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

from __future__ import annotations

import json
from typing import Any

from faasport.deployer.faults import NotDeployed
from faasport_aws.deployer.refused import Refused
from faasport_aws.deployer.site import Site
from faasport_aws.packager.units import ALIAS


def answer(site: Site, function: str, trigger: str | None, event: Any) -> Any:
    """What the function gives back; of a failed invocation what Lambda tells of it."""
    unit = site.unit_of(function, trigger)
    qualified = {"Qualifier": ALIAS} if unit.traits.live else {}
    try:
        content = site.account.invoke(
            FunctionName=unit.name, Payload=json.dumps(event).encode(), **qualified
        )
    except Refused as refused:
        if not refused.is_absent:
            raise
        raise NotDeployed(
            site.where,
            f"the function {unit.name} is not there.",
            f"Run `faasport deploy --target aws --stage {site.project.stage}`.",
        ) from refused
    return json.loads(content) if content else None
