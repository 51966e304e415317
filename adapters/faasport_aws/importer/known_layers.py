"""Well-known layers that hold a Python distribution, which a requirement brings on every platform.

https://docs.aws.amazon.com/powertools/python/latest/getting-started/install/
https://aws-sdk-pandas.readthedocs.io/en/stable/layers.html
https://github.com/keithrozario/Klayers
"""

from __future__ import annotations

import re

_KNOWN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r":layer:AWSLambdaPowertoolsPython[\w-]*:"), "aws-lambda-powertools"),
    (re.compile(r":layer:AWSSDKPandas-Python[\w-]*:"), "awswrangler"),
    (re.compile(r":layer:AWSDataWrangler-Python[\w-]*:"), "awswrangler"),
    (re.compile(r":layer:Klayers-p[\d-]+(?P<name>[A-Za-z][\w-]*):"), ""),
)


def distribution(arn: str) -> str:
    """What a layer's distribution is called; empty where that is not known."""
    for form, name in _KNOWN:
        match = form.search(arn)
        if match:
            return name or match["name"].rstrip("-")
    return ""
