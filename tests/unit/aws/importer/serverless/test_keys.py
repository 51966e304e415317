"""Each key of the framework's own schema is carried, or left for a reason.

https://github.com/oss-serverless/serverless/blob/main/lib/plugins/aws/provider.js
"""

from __future__ import annotations

import json

import pytest

from faasport.migrator.origin import Asked
from faasport_aws.importer.serverless import Serverless

UNKNOWN = "faasport does not know this key"
NUMBERS = {"memorySize": 512, "timeout": 5, "ephemeralStorageSize": 1024, "logRetentionInDays": 7,
           "provisionedConcurrency": 1, "reservedConcurrency": 2}  # fmt: skip
TABLES = {"environment", "tags", "iam", "httpApi", "apiGateway", "package", "vpc"}

TOP = """
configValidationMode console custom dashboard deprecationNotificationMode disabledDeprecations
frameworkVersion package params plugins projectDir useDotenv variablesResolutionMode
unresolvedVariablesNotificationMode app org tenant stages outputs build licenseKey layers
resources
"""
PROVIDER = """
alb apiGateway apiKeys apiName architecture build cfnRole cloudFront deploymentBucket
deploymentMethod deploymentPrefix disableRollback ecr endpointType environment eventBridge
httpApi iam iamManagedPolicies iamRoleStatements kinesis kmsKeyArn lambdaHashingVersion layers
logRetentionInDays logDataProtectionPolicy logs memorySize notificationArns profile region
resourcePolicy role rolePermissionsBoundary rollbackConfiguration runtime runtimeManagement s3
stackName stackParameters stackPolicy stackTags stage tags timeout tracing usagePlan
variableSyntax versionFunctions vpc vpcEndpointIds websocket websocketsApiName
websocketsApiRouteSelectionExpression websocketsDescription disableDefaultOutputExportNames
"""
API_GATEWAY = """
apiKeys apiKeySourceType binaryMediaTypes description disableDefaultEndpoint metrics
minimumCompressionSize request resourcePolicy restApiId restApiResources restApiRootResourceId
shouldStartNameWithService stage timeout usagePlan websocketApiId
"""
HTTP_API = """
authorizers cors disableDefaultEndpoint id metrics name payload timeout useProviderTags
"""
FUNCTION = """
architecture awsKmsKeyArn condition dependsOn description destinations disableLogs environment
ephemeralStorageSize fileSystemConfig handler image kmsKeyArn layers logDataProtectionPolicy
logRetentionInDays logs maximumEventAge maximumRetryAttempts memorySize name onError package
provisionedConcurrency reservedConcurrency role runtime runtimeManagement snapStart tags timeout
tracing url versionFunction vpc iamRoleStatements iamRoleStatementsName iamRoleStatementsInherit
module warmup events tenancy
"""
EVENTS = {
    "http": "async authorizer connectionId connectionType cors integration method operationId path "
    "private request response timeoutInMillis",
    "httpApi": "authorizer method path",
    "alb": "authorizer conditions healthCheck listenerArn multiValueHeaders priority "
    "targetGroupName",
    "schedule": "description enabled input inputPath inputTransformer method name rate timezone",
    "sns": "arn displayName filterPolicy filterPolicyScope redrivePolicy topicName kmsMasterKeyId",
    "sqs": "arn batchSize enabled filterPatterns functionResponseType maximumBatchingWindow "
    "maximumConcurrency provisionedPollerConfig",
    "s3": "bucket event existing forceDeploy rules",
    "stream": "arn batchSize batchWindow bisectBatchOnFunctionError consumer destinations enabled "
    "filterPatterns functionResponseType maximumRecordAgeInSeconds maximumRetryAttempts "
    "parallelizationFactor startingPosition startingPositionTimestamp tumblingWindowInSeconds type",
    "eventBridge": "deadLetterQueueArn description enabled eventBus input inputPath "
    "inputTransformer "
    "name pattern retryPolicy schedule",
    "cloudwatchEvent": "description enabled event input inputPath inputTransformer name",
}
LEFT_EVENTS = """
websocket alexaSkill alexaSmartHome iot iotFleetProvisioning cloudwatchLog cognitoUserPool
cloudFront msk kafka activemq rabbitmq
"""


def remarks(tmp_path, document):
    (tmp_path / "handler.py").write_text("def run(event, context): ...\n")
    (tmp_path / "serverless.json").write_text(json.dumps(document))
    origin = Serverless()
    return origin.read(tmp_path, origin.recognised(tmp_path), Asked()).remarks


def project(**more):
    return {
        "service": "keys",
        "provider": {"name": "aws", "runtime": "python3.12"},
        "functions": {"run": {"handler": "handler.run", "events": [{"http": "GET /"}]}},
        **more,
    }


def value(key):
    return NUMBERS.get(key, {} if key in TABLES else "x")


def unknown(found):
    return [each.where.rpartition(".")[2] for each in found if each.message.startswith(UNKNOWN)]


@pytest.mark.parametrize("key", TOP.split())
def test_keys_at_the_top(key, tmp_path):
    assert unknown(remarks(tmp_path, project(**{key: {} if key in TABLES else ["x"]}))) == []


def test_keys_of_the_provider(tmp_path):
    provider = {"name": "aws", **{key: value(key) for key in PROVIDER.split()}}

    assert unknown(remarks(tmp_path, project(provider=provider))) == []


@pytest.mark.parametrize(("api", "keys"), [("apiGateway", API_GATEWAY), ("httpApi", HTTP_API)])
def test_keys_of_an_api(api, keys, tmp_path):
    provider = {"name": "aws", api: {key: value(key) for key in keys.split()}}

    assert unknown(remarks(tmp_path, project(provider=provider))) == []


def test_keys_of_a_function(tmp_path):
    function = {key: value(key) for key in FUNCTION.split()}

    assert unknown(remarks(tmp_path, project(functions={"run": function}))) == []


@pytest.mark.parametrize("event", EVENTS)
def test_keys_of_an_event(event, tmp_path):
    told = {key: {} if key == "conditions" else "x" for key in EVENTS[event].split()}
    told |= {key: True for key in ("enabled",) if key in told}
    function = {"handler": "handler.run", "events": [{event: told}]}

    assert unknown(remarks(tmp_path, project(functions={"run": function}))) == []


@pytest.mark.parametrize("event", LEFT_EVENTS.split())
def test_events_without_a_like_are_left_with_what_to_do(event, tmp_path):
    function = {"handler": "handler.run", "events": [{event: "x"}]}

    found = remarks(tmp_path, project(functions={"run": function}))

    (said,) = [each for each in found if each.where.endswith(f".{event}")]
    assert said.kind == "left"
    assert said.fix
    assert "nothing here knows it" not in said.message


def test_a_key_of_nobodys_is_told_at_every_depth(tmp_path):
    odd = {"odd": 1}
    provider = {"name": "aws", **odd, "iam": {**odd, "role": odd}, "httpApi": odd, "vpc": {}}
    events = [{"http": {"path": "a", "method": "get", **odd}}, {"sqs": {"arn": "q", **odd}}]
    function = {"handler": "handler.run", **odd, "events": events, "package": odd}

    found = unknown(
        remarks(
            tmp_path, project(provider=provider, functions={"run": function}, package=odd, **odd)
        )
    )

    assert len(found) == 10


@pytest.mark.parametrize(
    ("options", "said", "told"),
    [
        ({}, {}, "us-east-1"),
        ({}, {"region": "eu-west-1"}, "eu-west-1"),
        ({"region": "sa-east-1"}, {"region": "eu-west-1"}, "sa-east-1"),
    ],
)
def test_the_region_is_told_to_who_has_none(options, said, told, tmp_path):
    (tmp_path / "handler.py").write_text("def run(event, context): ...\n")
    document = project(provider={"name": "aws", "runtime": "python3.12", **said})
    (tmp_path / "serverless.json").write_text(json.dumps(document))
    origin = Serverless()

    draft = origin.read(tmp_path, origin.recognised(tmp_path), Asked(options=options))

    targets = draft.settings["targets"]
    assert {targets[name]["env"]["AWS_DEFAULT_REGION"] for name in ("azure", "gcp")} == {told}
    assert any(told in each.message for each in draft.remarks)


def test_a_layer_that_is_a_distribution_becomes_a_requirement(tmp_path):
    powertools = "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-x86:9"
    own = "arn:aws:lambda:eu-west-1:123456789012:layer:own:1"
    function = {**project()["functions"]["run"], "layers": [powertools, own]}
    (tmp_path / "handler.py").write_text("def run(event, context): ...\n")
    (tmp_path / "serverless.json").write_text(json.dumps(project(functions={"run": function})))
    origin = Serverless()

    draft = origin.read(tmp_path, origin.recognised(tmp_path), Asked())

    assert draft.requirements == ["aws-lambda-powertools"]
    assert draft.settings["targets"]["aws"]["functions"]["run"]["raw"]["Properties"]["Layers"] == [
        own
    ]
