"""What Lambda's Python runtimes have installed. As of November 2026."""

from __future__ import annotations

from collections.abc import Mapping

from faasport.packager.target import Provided

# "The version of the AWS SDK included in the Python runtime depends on the runtime version and your
# AWS Region": no page names versions, and they change without a deployment.
_SDK = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html"
# The runtimes "include the AWS SDK for Python (Boto3) and its dependencies".
_WITH_IT = "https://docs.aws.amazon.com/lambda/latest/dg/python-package.html"
_VERSION = "in a version that depends on the runtime and the Region, and that AWS changes"

PROVIDED: Mapping[str, Provided] = {
    **{name: Provided(_VERSION, _SDK) for name in ("boto3", "botocore")},
    **{
        name: Provided(_VERSION, _WITH_IT)
        for name in ("jmespath", "python-dateutil", "s3transfer", "six", "urllib3")
    },
}
