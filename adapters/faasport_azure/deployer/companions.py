"""What Azure itself adds to Application Insights, minutes later, and leaves behind.

https://github.com/hashicorp/terraform-provider-azurerm/issues/10563
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from faasport_azure.deployer import resource

_COMPONENT = "microsoft.insights/components"
_RULE, _ANOMALIES = "microsoft.alertsmanagement/smartdetectoralertrules", "failure anomalies - "
_ACTIONS, _DETECTION = "microsoft.insights/actiongroups", "application insights smart detection"


def of(listed: Iterable[str], ours: Iterable[str]) -> Iterator[str]:
    """Of the resources of a group, those that are there because of ours: a rule of each component,
    and one group of actions for all of them."""
    every = [*listed]
    own = {each.lower() for each in ours}
    components = [each.lower() for each in every if resource.kind(each).lower() == _COMPONENT]
    rules = {_ANOMALIES + resource.name(each) for each in components if each in own}
    for each in every:
        kind, name = resource.kind(each).lower(), resource.name(each).lower()
        if (kind == _RULE and name in rules) or (
            (kind, name) == (_ACTIONS, _DETECTION) and own.issuperset(components) and rules
        ):
            yield each
