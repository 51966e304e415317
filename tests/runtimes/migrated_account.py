"""Amazon's services on loopback (moto), with what the applications of tests/migration expect to be
there, and the variables that lead any SDK to them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import boto3
from moto.server import ThreadedMotoServer
from PIL import Image

REGION = "eu-west-1"
USERS = ("notes", "thumbs")
CREDENTIALS = "[default]\naws_access_key_id = testing\naws_secret_access_key = testing\n"


@contextmanager
def opened(folder: Path) -> Iterator[dict[str, str]]:
    """The variables of the account, for as long as it is there."""
    folder.mkdir()
    file = folder / "credentials"
    file.write_text(CREDENTIALS, "utf-8")
    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        # The servers of one process share what they keep.
        urlopen(Request(f"{url}/moto-api/reset", method="POST")).close()
        _fill(url)
        yield {"AWS_ENDPOINT_URL": url, "AWS_SHARED_CREDENTIALS_FILE": str(file)}
    finally:
        server.stop()


def _fill(url: str) -> None:
    session = boto3.Session("testing", "testing", region_name=REGION)
    # Lambda itself says the region; where the code runs elsewhere the configuration does.
    for region in (REGION, "us-east-1"):
        session.resource("dynamodb", region, endpoint_url=url).create_table(
            TableName="notes-dev",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": "owner", "AttributeType": "S"},
                {"AttributeName": "id", "AttributeType": "S"},
            ],
            KeySchema=[
                {"AttributeName": "owner", "KeyType": "HASH"},
                {"AttributeName": "id", "KeyType": "RANGE"},
            ],
        )
    store = session.client("s3", endpoint_url=url)
    for bucket in ("photos-in", "photos-out"):
        place = {"LocationConstraint": REGION}
        store.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    picture = io.BytesIO()
    Image.new("RGB", (200, 100), "red").save(picture, "PNG")
    for key in ("raw/cat.png", "raw/a b+ü.png"):
        store.put_object(Bucket="photos-in", Key=key, Body=picture.getvalue())
