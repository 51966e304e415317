from __future__ import annotations

import pytest

from faasport.migrator import bound, shipped

CONFIG = """\
name = "shop"
env = { GOOGLE_CLOUD_PROJECT = "shop" }
[functions.get-user]
handler = "src.users:get"
dialect = "aws"
http = "/a"
"""
DATABASE = """\
import boto3

table = boto3.resource("dynamodb").Table("users")
"""
USERS = """\
import os

import boto3
from azure.storage.blob import BlobServiceClient
from google.cloud import storage

from src.database import table

s3 = boto3.client("s3")
session = boto3.Session()
mail = session.client(service_name="ses")
HOOK = "arn:aws:sns:eu-west-1:123456789012:users"


def get(event, context):
    s3.get_object(Bucket="a", Key="b")
    s3.put_object(Bucket="a", Key="b")
    s3.get_object(Bucket="a", Key="c")
    table.get_item(Key={})
    boto3.client("sqs", region_name=os.environ["AWS_REGION"]).send_message(QueueUrl="q")
    storage.Client().bucket("a").blob("b").upload_from_string("c")
    mail.send_email()
    BlobServiceClient.from_connection_string(os.environ["GOOGLE_CLOUD_PROJECT"])
    return unknown.put_object()


class Sender:
    def __init__(self):
        self.topic = boto3.client("sns")

    def send(self):
        self.topic.publish(TopicArn=HOOK)
"""


def remarks(make_folder, files, config=CONFIG):
    return bound.remarks(shipped.of(make_folder(files), config, {}))


@pytest.fixture
def found(make_folder):
    return remarks(make_folder, {"src/users.py": USERS, "src/database.py": DATABASE})


def test_services_are_told_by_file_and_line_with_the_methods_that_are_called(found):
    told = {each.where: each.message for each in found if each.message.startswith("the code uses")}

    assert told == {
        "src/database.py:3": "the code uses DynamoDB of aws: Table (line 3).",
        "src/users.py:4": "the code uses Blob Storage of azure.",
        "src/users.py:5": "the code uses Cloud Storage of gcp: blob (line 21), bucket (line 21), "
        "upload_from_string (line 21).",
        "src/users.py:9": "the code uses S3 of aws: get_object (lines 16, 18), put_object "
        "(line 17).",
        "src/users.py:11": "the code uses SES of aws: send_email (line 22).",
        "src/users.py:19": "the code uses DynamoDB of aws: get_item (line 19).",
        "src/users.py:20": "the code uses SQS of aws: send_message (line 20).",
        "src/users.py:29": "the code uses SNS of aws: publish (line 32).",
    }


def test_the_counterparts_come_from_the_other_adapters_tables(found):
    (s3,) = [each for each in found if "S3 of aws" in each.message]

    assert s3.kind == "bound"
    assert s3.function == "get-user"
    assert s3.fix == (
        "It goes on with credentials for aws; its like on azure: Blob Storage "
        "(azure-storage-blob); gcp: Cloud Storage (google-cloud-storage); vercel: Vercel Blob "
        "(vercel)."
    )


def test_variables_that_only_a_platform_sets_are_told_unless_configured(found):
    told = [(each.where, each.message) for each in found if "reads" in each.message]

    assert told == [("src/users.py:20", "the code reads AWS_REGION, which aws sets.")]


def test_places_of_a_cloud_are_told(found):
    told = [(each.where, each.message) for each in found if "an ARN" in each.message]

    place = "'arn:aws:sns:eu-west-1:123456789012:users' is an ARN of aws's."
    assert told == [("src/users.py:12", place)]


def test_what_handlers_are_written_with_is_not_bound(make_folder):
    text = "from aws_lambda_powertools import Logger\nimport azure.functions\n\nlogger = Logger()\n"

    assert remarks(make_folder, {"src/users.py": text + "def get(event, context): ...\n"}) == []


def test_code_of_python_2_is_told_with_its_line(make_folder):
    (told,) = remarks(make_folder, {"src/users.py": 'import os\nprint "x"\n'})

    assert (told.kind, told.where, told.function) == ("left", "src/users.py:2", "get-user")
    assert told.message.startswith("this is not Python 3: Missing parentheses")
    assert "2to3" in told.fix


@pytest.mark.parametrize(
    "text",
    ["(" * 5000, "a = " + "-" * 100_000 + "1", "\0", "# coding: no-such\n", "x = '\\ud800'\n" * 3],
    ids=["brackets", "signs", "nul", "coding", "surrogate"],
)
def test_hostile_code_is_survived(make_folder, text):
    told = remarks(make_folder, {"src/users.py": text, "src/other.py": "x = 1\n"})

    assert {each.kind for each in told} <= {"left"}
