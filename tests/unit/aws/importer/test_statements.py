from __future__ import annotations

import pytest

from faasport_aws.importer.statements import managed, of_policies, of_statements, owned

STATEMENT = {"Effect": "Allow", "Action": ["S3:GetObject"], "Resource": ["arn:aws:s3:::b/*"]}
PLAIN = {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}


@pytest.mark.parametrize(
    "policies",
    [
        {"Statement": STATEMENT},
        {"Version": "2012-10-17", "Statement": [STATEMENT]},
        [{"Statement": [STATEMENT]}, {"Statement": [STATEMENT]}],
        [{"PolicyName": "a", "PolicyDocument": {"Statement": [STATEMENT]}}],
    ],
    ids=["one", "document", "twice", "of-a-role"],
)
def test_documents_become_statements(policies):
    assert of_policies(policies).statements == [PLAIN]


@pytest.mark.parametrize(
    "statement",
    [
        {"Action": "s3:GetObject"},
        {"Action": "s3:GetObject", "Resource": "*", "Principal": "*"},
        {"Action": "everything", "Resource": "*"},
        {"Action": "a:b", "NotAction": "a:c", "Resource": "*"},
        {"Fn::If": ["A", {}, {}]},
        "no",
    ],
    ids=["no-resource", "principal", "no-action", "two-actions", "condition", "text"],
)
def test_what_is_no_statement_of_a_role_is_left_and_told(statement):
    found = of_statements([statement])

    assert found.statements == []
    assert [each.kind for each in found.said] == ["left"]


def test_managed_policies_are_left_unless_ours_has_what_they_allow():
    found = managed(
        [
            "AmazonS3FullAccess",
            "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
            {"Ref": "Policy"},
        ]
    )

    assert [each.kind for each in found.said] == ["left", "carried", "left"]


def test_an_unknown_template_is_told():
    found = of_policies([{"S3EverythingPolicy": {}}])

    assert "none of SAM's policy templates" in found.said[0].message


def test_what_a_trigger_makes_has_our_name():
    statement = {
        "Action": "sqs:SendMessage",
        "Resource": [
            {"Fn::GetAtt": ["Jobs", "Arn"]},
            {"Fn::Sub": "arn:x:${Jobs.QueueName}"},
            {"Ref": "News"},
            {"Ref": "Other"},
        ],
    }

    made = owned(
        statement,
        {"Jobs": ("queue", "jobs"), "News": ("topic", "news")},
        {"Jobs": "JobsQueue", "News": "NewsTopic"},
    )

    assert made["Resource"] == [
        "${queue:jobs}",
        {"Fn::Sub": "arn:x:${JobsQueue.QueueName}"},
        "${topic:news}",
        {"Ref": "Other"},
    ]
