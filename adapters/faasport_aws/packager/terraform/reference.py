"""What `Ref` and `Fn::GetAtt` of a resource are in Terraform.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
and the attributes that each page of https://registry.terraform.io/providers/hashicorp/aws/latest/docs
lists. As of November 2026.
"""

from __future__ import annotations

from collections.abc import Mapping

# `@` is the block's address.
REFERENCES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "AWS::Serverless::Function": (
        "aws_lambda_function",
        {"Ref": "${@.function_name}", "Arn": "${@.arn}"},
    ),
    "AWS::Serverless::LayerVersion": ("aws_lambda_layer_version", {"Ref": "${@.arn}"}),
    "AWS::Serverless::HttpApi": ("aws_apigatewayv2_api", {"Ref": "${@.id}"}),
    "AWS::Serverless::Api": ("aws_api_gateway_rest_api", {"Ref": "${@.id}"}),
    "AWS::Lambda::Alias": ("aws_lambda_alias", {"Ref": "${@.arn}"}),
    "AWS::Lambda::Url": ("aws_lambda_function_url", {"FunctionUrl": "${@.function_url}"}),
    "AWS::ApiGateway::ApiKey": ("aws_api_gateway_api_key", {"Ref": "${@.id}"}),
    "AWS::ApiGateway::UsagePlan": ("aws_api_gateway_usage_plan", {"Ref": "${@.id}"}),
    "AWS::Events::Rule": ("aws_cloudwatch_event_rule", {"Ref": "${@.name}", "Arn": "${@.arn}"}),
    "AWS::IAM::Role": ("aws_iam_role", {"Ref": "${@.name}", "Arn": "${@.arn}"}),
    "AWS::Logs::LogGroup": (
        "aws_cloudwatch_log_group",
        # CloudFormation's ends in ":*", the streams of the group; Terraform's does not.
        {"Ref": "${@.name}", "Arn": "${@.arn}:*"},
    ),
    "AWS::SQS::Queue": (
        "aws_sqs_queue",
        {"Ref": "${@.url}", "Arn": "${@.arn}", "QueueName": "${@.name}"},
    ),
    "AWS::SNS::Topic": (
        "aws_sns_topic",
        {"Ref": "${@.arn}", "TopicArn": "${@.arn}", "TopicName": "${@.name}"},
    ),
    "AWS::S3::Bucket": ("aws_s3_bucket", {"Ref": "${@.id}", "Arn": "${@.arn}"}),
    "AWS::DynamoDB::Table": (
        "aws_dynamodb_table",
        {"Ref": "${@.name}", "Arn": "${@.arn}", "StreamArn": "${@.stream_arn}"},
    ),
    "AWS::Kinesis::Stream": ("aws_kinesis_stream", {"Ref": "${@.name}", "Arn": "${@.arn}"}),
    "AWS::ElasticLoadBalancingV2::TargetGroup": ("aws_lb_target_group", {"Ref": "${@.arn}"}),
    "AWS::CloudWatch::Alarm": (
        "aws_cloudwatch_metric_alarm",
        {"Ref": "${@.alarm_name}", "Arn": "${@.arn}"},
    ),
    "AWS::CodeDeploy::DeploymentConfig": (
        "aws_codedeploy_deployment_config",
        {"Ref": "${@.deployment_config_name}"},
    ),
}

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
PSEUDO: Mapping[str, str] = {
    "AWS::AccountId": "${data.aws_caller_identity.current.account_id}",
    "AWS::Partition": "${data.aws_partition.current.partition}",
    # Its `name` is deprecated as of version 6 of the provider, and the new `region` not in 5.
    "AWS::Region": "${data.aws_region.current.id}",
    "AWS::URLSuffix": "${data.aws_partition.current.dns_suffix}",
}
