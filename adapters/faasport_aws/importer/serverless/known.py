"""Keys of serverless.yml that are left on purpose: why, and what to do instead."""

from __future__ import annotations

Told = dict[str, tuple[str, str]]

AUTHORIZER = (
    "code of yours that lets callers in has no like on the other platforms.",
    "Check the token in the handler, or let the platform: auth = { issuer, audience }.",
)
_VALIDATE = "Check what comes in in the handler, with pydantic for instance."
_OURS = "Nothing: faasport does that by itself."
_BY_HAND = "Put it in targets.aws.raw or targets.aws.document, in CloudFormation's words."

HTTP_LEFT: Told = {
    "request": ("API Gateway checked requests before the handler; nothing does here.", _VALIDATE),
    "response": ("a proxy's answers have no templates.", "Answer so in the handler."),
    "async": ("requests are answered when the handler is done.", "Put the work on a queue."),
    "documentation": ("it documents the API.", "Keep it beside the code."),
    "operationId": ("it names the route in a document.", _OURS),
    "connectionType": ("a private link is the API's.", _BY_HAND),
    "connectionId": ("a private link is the API's.", _BY_HAND),
    "timeoutInMillis": ("the front waits as long as the platform lets it.", "Set `timeout`."),
    "timeout": ("the front waits as long as the platform lets it.", "Set `timeout`."),
    "caching": ("no front here keeps answers.", "Answer with `cache-control`."),
    "targetGroupName": ("the target group is ours.", _OURS),
    "healthCheck": ("the target group is yours.", "Set it in targets.aws.document."),
    "tag": ("it documents the API.", "Keep it beside the code."),
    "summary": ("it documents the API.", "Keep it beside the code."),
    "description": ("it documents the API.", "Keep it beside the code."),
    "queueName": ("it is of a plug-in.", "Write the route by hand."),
    "throttling": ("requests are not counted.", "Set it at the front you deploy."),
    "operationName": ("it names the route in a document.", _OURS),
    "acm": ("certificates are yours.", _BY_HAND),
}
"""Of one route."""

EVENTS_LEFT: Told = {
    "websocket": (
        "connections that stay open have no like.",
        "Answer over HTTP, or keep this function in Serverless.",
    ),
    "alexaSkill": (
        "Alexa calls Lambda alone.",
        "Keep this function in Serverless, or answer HTTPS.",
    ),
    "alexaSmartHome": ("Alexa calls Lambda alone.", "Keep this function in Serverless."),
    "iot": ("rules of IoT call Lambda alone.", "Let the rule send to a queue, and listen to that."),
    "iotFleetProvisioning": ("IoT calls Lambda alone.", "Keep this function in Serverless."),
    "cloudwatchLog": (
        "logs come packed, to Lambda alone.",
        "Let the subscription feed a Kinesis stream, and listen to that.",
    ),
    "cognitoUserPool": ("Cognito calls Lambda alone.", "Keep this function in Serverless."),
    "cloudFront": ("Lambda@Edge runs at the edge alone.", "Keep this function in Serverless."),
    "msk": ("Kafka has no trigger here.", "Let a connector feed a queue or a Kinesis stream."),
    "kafka": ("Kafka has no trigger here.", "Let a connector feed a queue or a Kinesis stream."),
    "activemq": ("ActiveMQ has no trigger here.", 'Send to a queue: queue = "name".'),
    "rabbitmq": ("RabbitMQ has no trigger here.", 'Send to a queue: queue = "name".'),
    "documentDb": ("DocumentDB has no trigger here.", "Send what changed to a queue."),
    "ses": ("mail calls Lambda alone.", "Let the rule put mails into a bucket; listen to that."),
    "cognito": ("Cognito calls Lambda alone.", "Keep this function in Serverless."),
    "appSync": ("resolvers call Lambda alone.", "Answer over HTTP."),
    "connect": ("Amazon Connect calls Lambda alone.", "Keep this function in Serverless."),
}
"""Events that no trigger of ours is for."""

FUNCTION_LEFT: Told = {
    "onError": ("each function has dead letters of its own.", "Read those, or set `raw`."),
    "destinations": (
        "what an event came to is sent nowhere.",
        "Send it on in the handler.",
    ),
    "maximumRetryAttempts": ("Lambda tries three times.", "Set `max_attempts` at the trigger."),
    "maximumEventAge": ("events wait as long as the platform lets them.", "Set `raw`."),
    "role": (
        "each function has a role of its own.",
        "Write what it allows in `permissions.aws`.",
    ),
    "iamRoleStatementsName": ("each function has a role of its own.", _OURS),
    "iamPermissionsBoundary": ("a boundary is the role's.", _BY_HAND),
    "fileSystemConfig": ("no other platform has that file system.", _BY_HAND),
    "image": ("an image is no handler.", 'Name the handler in it: handler = "module:name".'),
    "condition": (
        "the function is deployed at every stage.",
        "Leave it out where it is not wanted.",
    ),
    "dependsOn": ("the manifest has an order of its own.", _BY_HAND),
    "disableLogs": ("each function has a log.", "Set a short `log_retention_days`."),
    "logDataProtectionPolicy": ("it is the log group's.", _BY_HAND),
    "versionFunction": ("versions come with `live`.", "Set targets.aws.live = true."),
    "versionFunctions": ("versions come with `live`.", "Set targets.aws.live = true."),
    "runtimeManagement": ("the platform patches its runtimes.", _BY_HAND),
    "warmup": ("nothing keeps it warm.", "Set concurrency = { min = 1 }."),
    "prune": ("it is a plug-in's.", _OURS),
    "build": ("wheels are faasport's doing.", _OURS),
    "tenancy": ("it is Lambda's alone.", _BY_HAND),
    "durableConfig": ("durable executions are Lambda's alone.", "Keep it in Serverless."),
    "capacityProvider": ("it is Lambda's alone.", _BY_HAND),
    "alarms": ("alarms are a plug-in's.", "Write them in targets.aws.document."),
    "deploymentSettings": (
        "canaries are `canary` here.",
        "Set targets.aws.functions.<name>.canary.",
    ),
    "events": ("", ""),
    "logs": ("logs are plain text unless `raw` says more.", "Set LoggingConfig in `raw`."),
    "awsKmsKeyArn": ("it is a key of this account's.", "Set KmsKeyArn in `raw`."),
    "dashboard": ("it is a plug-in's.", _BY_HAND),
}
"""Of one function."""

PROVIDER_LEFT: Told = {
    "apiName": ("ours is named by project and stage.", _OURS),
    "websocketsApiName": ("connections that stay open have no like.", "Answer over HTTP."),
    "websocketsApiRouteSelectionExpression": (
        "connections that stay open have no like.",
        "Answer over HTTP.",
    ),
    "websocketsDescription": ("connections that stay open have no like.", "Answer over HTTP."),
    "websocket": ("connections that stay open have no like.", "Answer over HTTP."),
    "endpointType": ("the API is regional.", _BY_HAND),
    "apiKeys": ('with auth = "key" there is one key.', "Make further ones by hand."),
    "usagePlan": ("a plan is `usage_plan` here.", "Set targets.aws.usage_plan."),
    "resourcePolicy": ("it is the API's.", _BY_HAND),
    "vpcEndpointIds": ("it is the API's.", _BY_HAND),
    "alb": ("its authorizers and target groups are the listener's.", _BY_HAND),
    "eventBridge": ("rules are the manifest's own.", _OURS),
    "s3": ("buckets are made by triggers, with names of their own.", _BY_HAND),
    "cloudFront": ("Lambda@Edge runs at the edge alone.", "Keep it in Serverless."),
    "cfnRole": ("who deploys is said when you deploy.", "Use --role-arn."),
    "deploymentBucket": ("who deploys chooses the bucket.", "Use --s3-bucket."),
    "deploymentPrefix": ("who deploys chooses the bucket.", "Use --s3-prefix."),
    "deploymentMethod": ("CloudFormation uses change sets.", _OURS),
    "stackName": ("who deploys names the stack.", "Use --stack-name."),
    "stackTags": ("who deploys tags the stack.", "Use --tags."),
    "stackParameters": ("who deploys gives parameters.", "Use --parameter-overrides."),
    "stackPolicy": ("it is the stack's.", "Set it after deploying."),
    "notificationArns": ("it is the stack's.", "Set it when you deploy."),
    "rollbackConfiguration": ("it is the stack's.", "Set it when you deploy."),
    "disableRollback": ("it is the stack's.", "Use --disable-rollback."),
    "profile": ("credentials are the shell's.", "Set AWS_PROFILE."),
    "credentials": ("credentials are the shell's.", "Set AWS_PROFILE."),
    "role": (
        "each function has a role of its own.",
        "Write what it allows in `permissions.aws`.",
    ),
    "rolePermissionsBoundary": ("a boundary is the role's.", _BY_HAND),
    "iamManagedPolicies": ("", ""),
    "kmsKeyArn": ("it is a key of this account's.", "Set KmsKeyArn in `raw`."),
    "ecr": ("an image is built from the code.", 'Set targets.aws.package = "image".'),
    "versionFunctions": ("versions come with `live`.", "Set targets.aws.live = true."),
    "cfLogs": ("logs of the API are its own.", _BY_HAND),
    "kinesis": ("readers share a stream's throughput.", _OURS),
    "lambdaHashingVersion": ("it is of the old framework.", _OURS),
    "variableSyntax": ("", ""),
    "tenancy": ("it is Lambda's alone.", _BY_HAND),
    "logs": ("logs of the front are the front's own.", _BY_HAND),
    "timeouts": ("it is of the old framework.", "Set `timeout`."),
    "disableDefaultOutputExportNames": ("it is of the stack's outputs.", _OURS),
    "build": ("wheels are faasport's doing.", _OURS),
    "resolver": ("resolvers of variables are yours.", "Set the variables in the shell."),
    "environmentFile": ("it is read by nobody here.", "Set the variables in `env`."),
    "layers": ("", ""),
    "runtimeManagement": ("the platform patches its runtimes.", _BY_HAND),
    "logDataProtectionPolicy": ("it is the log group's.", _BY_HAND),
}
"""Of all functions."""

GATEWAY_LEFT: Told = {
    "apiKeys": ('with auth = "key" there is one key.', "Make further ones by hand."),
    "usagePlan": ("a plan is `usage_plan` here.", "Set targets.aws.usage_plan."),
    "minimumCompressionSize": ("no front here packs answers.", "Pack them in the handler."),
    "restApiId": ("ours is an API of its own.", "Give both one domain, and part it by paths."),
    "restApiRootResourceId": ("ours is an API of its own.", "Part a domain by paths."),
    "restApiResources": ("ours is an API of its own.", "Part a domain by paths."),
    "websocketApiId": ("connections that stay open have no like.", "Answer over HTTP."),
    "apiKeySourceType": ("a key comes in x-api-key.", "Send it there."),
    "description": ("it describes the API.", _OURS),
    "metrics": ("they are the front's.", _BY_HAND),
    "disableDefaultEndpoint": ("it is the API's.", _BY_HAND),
    "resourcePolicy": ("it is the API's.", _BY_HAND),
    "request": ("nothing checks requests before the handler.", _VALIDATE),
    "endpoint": ("the API is regional.", _BY_HAND),
    "stage": ("ours has one stage.", _OURS),
    "timeout": ("the front waits as long as it may.", "Set `timeout`."),
    "id": ("ours is an API of its own.", "Give both one domain, and part it by paths."),
    "name": ("ours is named by project and stage.", _OURS),
    "useProviderTags": ("all that takes tags has them.", _OURS),
    "disableDefaultOutputExportNames": ("it is of the stack's outputs.", _OURS),
}
"""Of a REST API or an HTTP API."""

TOP_LEFT: Told = {
    "stepFunctions": (
        "state machines are AWS's alone.",
        "Keep the machine in Serverless, or chain the steps with queues.",
    ),
    "outputs": ("they are of Serverless Dashboard.", "Look at the outputs of the stack."),
    "build": ("wheels are faasport's doing.", _OURS),
    "layers": (
        "what is imported from a layer has to ship with the code.",
        "Put its packages in requirements.txt, and its modules in the project.",
    ),
    "constructs": ("constructs of Lift are a plug-in's.", "Write them in targets.aws.document."),
    "mcp": ("servers are a product of Serverless's.", "Keep it in Serverless."),
    "appSync": ("resolvers are AWS's alone.", "Answer over HTTP."),
    "state": ("where state is kept is the framework's.", _OURS),
    "serverless": ("it is the framework's own.", _OURS),
}
"""At the top of the file."""

TOP_IGNORED = (
    "frameworkVersion",
    "configValidationMode",
    "deprecationNotificationMode",
    "disabledDeprecations",
    "unresolvedVariablesNotificationMode",
    "variablesResolutionMode",
    "app",
    "org",
    "tenant",
    "licenseKey",
    "console",
    "dashboard",
    "useDotenv",
    "projectDir",
    "enableLegacyDeploymentBucket",
    "params",
    "stages",
)
"""What is of the framework itself, or was read with the variables."""
