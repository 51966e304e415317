"""What code calls on AWS. The kinds are those of all platforms. As of November 2026.

https://boto3.amazonaws.com/v1/documentation/api/latest/reference/services/index.html
"""

from __future__ import annotations

from faasport.packager.dialect import Service


def _of(kind: str, title: str, *names: str, modules: tuple[str, ...] = ()) -> Service:
    return Service(kind, title, "boto3", modules, names)


SERVICES = (
    _of("objects", "S3", "s3"),
    _of("documents", "DynamoDB", "dynamodb", "dynamodbstreams", modules=("pynamodb",)),
    _of("queue", "SQS", "sqs"),
    _of("topic", "SNS", "sns"),
    _of("events", "EventBridge", "events"),
    _of("stream", "Kinesis", "kinesis"),
    _of("delivery", "Firehose", "firehose"),
    _of("secrets", "Secrets Manager", "secretsmanager"),
    _of("parameters", "SSM Parameter Store", "ssm"),
    _of("keys", "KMS", "kms"),
    _of("email", "SES", "ses", "sesv2"),
    _of("functions", "Lambda's API", "lambda"),
    _of("workflow", "Step Functions", "stepfunctions"),
    _of("schedules", "EventBridge Scheduler", "scheduler"),
    _of("users", "Cognito", "cognito-idp", "cognito-identity"),
    _of("relational", "RDS and its Data API", "rds", "rds-data"),
    _of("warehouse", "Athena and Redshift", "athena", "redshift-data"),
    _of("cache", "ElastiCache", "elasticache"),
    _of("search", "OpenSearch", "opensearch"),
    _of("logs", "CloudWatch Logs", "logs"),
    _of("metrics", "CloudWatch", "cloudwatch"),
    _of("tracing", "X-Ray", "xray", modules=("aws_xray_sdk",)),
    _of("models", "Bedrock", "bedrock", "bedrock-runtime"),
    _of("vision", "Rekognition", "rekognition"),
    _of("text-in-images", "Textract", "textract"),
    _of("language", "Comprehend", "comprehend"),
    _of("translation", "Translate", "translate"),
    _of("speech", "Polly", "polly"),
    _of("transcription", "Transcribe", "transcribe"),
    _of("credentials", "STS", "sts"),
    _of("websockets", "API Gateway's connections", "apigatewaymanagementapi"),
    Service(
        "handlers",
        "what handlers are written with",
        modules=("aws_lambda_powertools", "chalice", "chalicelib"),
    ),
)
