"""What the payloads of AWS lose, each with who says so."""

from __future__ import annotations

from faasport.testing.losses import Losses

# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
# "Duplicate headers are combined with commas"; cookies are taken out of the headers.
HTTP_V2 = Losses(
    request=(
        "cookies in one field, the last",
        "repeated headers joined by a comma",
        "scheme only in forwarding headers",
        "the Host header before the host",
    ),
    response=("repeated headers joined by a comma, cookies last",),
)

# https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
# Query values arrive decoded, and of a map only the order within a name is left.
HTTP_V1 = Losses(
    request=(
        "headers grouped by name",
        "query grouped by name and encoded anew",
        "scheme only in forwarding headers",
        "the Host header before the host",
    ),
    response=("headers grouped by name",),
)

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
ALB = Losses(
    request=(
        "headers grouped by name",
        "query grouped by name",
        "client only in forwarding headers",
        "scheme only in forwarding headers",
        "host only in the Host header",
    ),
    response=("headers grouped by name",),
)

# The same page: without multi-value headers "the load balancer uses the last value".
ALB_SINGLE = Losses(
    request=(
        "the last of a repeated header",
        "the last of a repeated query key",
        "client only in forwarding headers",
        "scheme only in forwarding headers",
        "host only in the Host header",
    ),
    response=("repeated headers joined by a comma, cookies last",),
)
