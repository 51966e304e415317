"""How code shows that it was written for AWS. As of November 2026."""

from __future__ import annotations

from faasport.packager.dialect import Brought, Dialect, Write
from faasport_aws.packager.sdk_services import SERVICES

_BUCKET, _KEY = (None, "Bucket"), (None, "Key")

DIALECT = Dialect(
    sdks=("boto3", "botocore", "aioboto3", "aiobotocore", "aws_lambda_powertools", "chalice"),
    # https://boto3.amazonaws.com/v1/documentation/api/latest/reference/core/boto3.html
    clients=(
        "boto3.client",
        "boto3.resource",
        "boto3.Session",
        "boto3.session.Session",
        "botocore.session.get_session",
    ),
    # https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
    payload_keys=frozenset(
        {
            "requestContext",
            "queryStringParameters",
            "multiValueQueryStringParameters",
            "multiValueHeaders",
            "rawQueryString",
            "rawPath",
            "pathParameters",
            "stageVariables",
            "isBase64Encoded",
            "httpMethod",
            "routeKey",
            "Records",
            "eventSourceARN",
            "messageAttributes",
            "receiptHandle",
            "detail-type",
        }
    ),
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    result_keys=frozenset({"statusCode", "body"}),
    places={
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
        "an ARN": r"arn:aws(-[a-z-]+)?:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:\S+",
        # https://docs.aws.amazon.com/general/latest/gr/rande.html
        "a host": r"(https?://)?[\w.-]+\.amazonaws\.com(\.cn)?([/:?].*)?",
        "a region": r"(af|ap|ca|cn|eu|il|me|mx|sa|us)(-gov)?-(central|north|northeast|northwest"
        r"|south|southeast|southwest|east|west)-\d",
    },
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    secrets={"an access key": r"\b(AKIA|ASIA)[A-Z2-7]{16}\b"},
    # https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    variables=r"AWS_.*|LAMBDA_.*|_HANDLER|_X_AMZN_TRACE_ID",
    # https://docs.aws.amazon.com/lambda/latest/dg/python-package.html: "the AWS SDK for Python
    # (Boto3) and its dependencies".
    brings=(
        Brought("boto3", "boto3"),
        Brought("chalice", "chalice"),  # its own packager puts it there
        Brought("botocore", "botocore"),
        Brought("jmespath", "jmespath"),
        Brought("python-dateutil", "dateutil"),
        Brought("s3transfer", "s3transfer"),
        Brought("six", "six"),
        Brought("urllib3", "urllib3"),
    ),
    services=SERVICES,
    # `boto3.client(...)` at the top level of a module fails without a region.
    # https://docs.aws.amazon.com/boto3/latest/guide/configuration.html#using-environment-variables
    placeholders={"AWS_DEFAULT_REGION": "us-east-1"},
    # https://boto3.amazonaws.com/v1/documentation/api/latest/reference/services/s3.html
    writes={
        "put_object": Write(_BUCKET, _KEY),
        "copy_object": Write(_BUCKET, _KEY),
        "copy": Write((1, "Bucket"), (2, "Key")),
        "create_multipart_upload": Write(_BUCKET, _KEY),
        "upload_file": Write((1, "Bucket"), (2, "Key")),
        "upload_fileobj": Write((1, "Bucket"), (2, "Key")),
        "put": Write(),
    },
    handles={
        "Bucket": Write(bucket=(0, "name")),
        "Object": Write((0, "bucket_name"), (1, "key")),
    },
)
