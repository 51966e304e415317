"""What Azure Functions takes. As of November 2026; each row names its page."""

from __future__ import annotations

import re

from faasport.packager.limit import MEGABYTE, Limit
from faasport.packager.runtimes import Runtime

_VERSIONS = "https://learn.microsoft.com/azure/azure-functions/supported-languages"
_FLEX = "https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan"
_SCALE = "https://learn.microsoft.com/azure/azure-functions/functions-scale"

# The oldest base of the images for Python is Debian 11, glibc 2.31:
# https://github.com/Azure/azure-functions-docker/tree/dev/host/4
RUNTIMES = {"3.13": Runtime("3.13", "2.31", _VERSIONS)}

# An instance has one of these sizes, in MB; `memory` asks for no less.
INSTANCE_SIZES = (512, 2048, 4096)
"""https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan#instance-sizes"""
MEMORY = Limit(INSTANCE_SIZES[-1], f"{_FLEX}#instance-sizes", lowest=1, unit="MB")
# The load balancer gives up after 230 seconds, whatever functionTimeout says.
TIMEOUT = Limit(230, f"{_SCALE}#timeout", lowest=1, unit="s")
UNZIPPED = Limit(1024 * MEGABYTE, f"{_FLEX}#considerations")
ARCHITECTURES_SOURCE = _FLEX

_EVENT_SCALING = (
    "https://learn.microsoft.com/azure/azure-functions/event-driven-scaling#flex-consumption-plan"
)
CONCURRENCY = {
    "min": Limit(1000, f"{_FLEX}#always-ready-instances"),
    "max": Limit(1000, _EVENT_SCALING, lowest=40),
    "per_instance": Limit(
        1000,
        "https://learn.microsoft.com/azure/azure-functions/functions-concurrency"
        "#http-trigger-concurrency",
        lowest=1,
    ),
}

# The host's own rule; its worker does not know it.
# https://github.com/Azure/azure-functions-host/blob/v4.1037.0/src/WebJobs.Script/Utility.cs
FUNCTION_NAME = re.compile(r"[a-z][a-z0-9_\-]{0,127}", re.IGNORECASE)
FUNCTION_NAME_SOURCE = "https://github.com/Azure/azure-functions-host"
RESERVED_NAME = "host"
# Paths of the host's own, whatever the route prefix is.
RESERVED_PATHS = ("admin", "runtime")
RESERVED_PATHS_SOURCE = (
    "https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger"
    "#customize-the-http-endpoint"
)
SITE_NAME = 40
"""60 in all, with a hyphen and the 13 characters of uniqueString():
https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules"""

RESERVED_VARIABLES = re.compile(
    r"(AzureWebJobs|AzureFunctions|FUNCTIONS_|WEBSITE_|APPLICATIONINSIGHTS_|SCM_).*", re.IGNORECASE
)
VARIABLES_SOURCE = "https://learn.microsoft.com/azure/azure-functions/functions-app-settings"
