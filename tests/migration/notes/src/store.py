"""The table, and one client of it for the life of the process."""

import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["NOTES_TABLE"])


def put(owner, note_id, text):
    table.put_item(Item={"owner": owner, "id": note_id, "text": text})


def get(owner, note_id):
    return table.get_item(Key={"owner": owner, "id": note_id}).get("Item")


def delete(owner, note_id):
    table.delete_item(Key={"owner": owner, "id": note_id})


def of(owner):
    found = table.query(KeyConditionExpression=Key("owner").eq(owner))
    return sorted(found["Items"], key=lambda item: item["id"])
