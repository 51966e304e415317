"""Code as people write it, in which nothing is wrong: (what it is, text)."""

from __future__ import annotations

HEAD = "import faasport\n"
WEB = '@faasport.http("GET", "/")\n'

FINE = [
    ("keys of the application's own payloads", HEAD + """\
@faasport.queue("orders")
def fulfil(order: dict):
    body = order["body"]
    status = {"statusCode": 4, "name": "packed"}
    report = {"Records": [1]}
    return [body, status, report["Records"]]
"""),
    ("a handler of another framework beside it", HEAD + """\
def lambda_handler(event, context):
    return {"statusCode": 200, "body": event["requestContext"]["stage"]}
""" + WEB + "def index(): ...\n"),
    ("an attribute called native of something else", HEAD + WEB + """\
def index(word: str = ""):
    widget = Widget()
    return widget.native

class Widget:
    native = True
"""),
    ("an SDK where its absence is dealt with, or for a type", """\
from __future__ import annotations

from typing import TYPE_CHECKING

import faasport

try:
    import boto3
except ImportError:
    boto3 = None

if TYPE_CHECKING:
    from azure.storage.blob import BlobServiceClient

""" + WEB + """\
def index(context: faasport.Context):
    if context.platform == "gcp":
        from google.cloud import storage
        return storage.__name__
    return shown(None)

def shown(client: BlobServiceClient | None):
    return str(client)
"""),
    ("places in prose, tables and tests", '"""See https://x.s3.amazonaws.com/a."""\n' + HEAD + """\
KNOWN = ["eu-west-1", "us-east-1"]
SHOP = "https://shop.example/eu-west-1"
""" + WEB + """\
def index():
    \"\"\"eu-west-1\"\"\"
    return [KNOWN, SHOP]

def test_region():
    assert "eu-west-1" in KNOWN
"""),
    ("reading files, and writing below the temporary folder", """\
import io
import json
import os
import tempfile
from pathlib import Path

import faasport

RATES = json.loads(Path(__file__).with_name("rates.json").read_text()) if False else {}
SCRATCH = os.path.join(tempfile.gettempdir(), "scratch")

""" + WEB + """\
def index(name: str = "a"):
    with open("words.txt") as words, open(os.path.join(SCRATCH, name), "w") as out:
        out.write(words.read())
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "x.csv").write_text("a")
        Path(folder).joinpath("y").mkdir()
    buffer = io.StringIO()
    buffer.write("a")
    with open(os.environ.get("OUT", "/tmp/out"), "w") as out:
        out.write("a")
    return save(name)

def save(path):
    with open(path, "wb") as file:
        file.write(b"")

if __name__ == "__main__":
    Path("local.txt").write_text("for me")
"""),
    ("work that is waited for", """\
import asyncio
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import faasport

pool = ThreadPoolExecutor()

""" + WEB + """\
async def index():
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(0))
    tasks = [asyncio.create_task(asyncio.sleep(0)) for _ in range(2)]
    await asyncio.gather(*tasks)
    return await asyncio.create_task(asyncio.sleep(0, "done"))

@faasport.http("GET", "/threads")
def threads():
    workers = [threading.Thread(target=print) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    future = pool.submit(len, "a")
    with subprocess.Popen(["true"]) as process:
        process.wait()
    done = subprocess.Popen(["true"])
    done.communicate()
    return future.result()
"""),
    ("a script's worker, not a handler's", "import sys\nimport threading\n" + HEAD + WEB + """\
def index(): ...

def watch():
    threading.Thread(target=print).start()
    sys.exit(0)
"""),
    ("names that only look like others", HEAD + """\
class time:
    @staticmethod
    def sleep(seconds): ...

def exit(code): ...

""" + WEB + """\
async def index(open=None, requests=None):
    time.sleep(60)
    exit(1)
    requests.get("https://shop.example")
    open("a.txt", "w")
"""),
    ("async functions that are awaited, gathered or handed on", "import asyncio\n" + HEAD + """\
async def one(): ...

async def lines():
    yield "a"
""" + WEB + """\
async def index():
    await one()
    await asyncio.gather(one(), one())
    work = one()
    await work
    asyncio.run_coroutine_threadsafe(one(), asyncio.get_running_loop()).result()
"""),
    ("clients that are kept", """\
import functools

import httpx
import redis

import faasport

client = httpx.Client()

class Shop:
    def __init__(self):
        self.store = redis.Redis()

shop = Shop()
_engines = {}

@functools.lru_cache(maxsize=None)
def store():
    return redis.Redis(host="cache")

def engine(name):
    if name not in _engines:
        _engines[name] = redis.Redis()
    return _engines[name]

""" + WEB + """\
async def index():
    async with httpx.AsyncClient() as each:
        await each.get("https://rates.example")
    return [client, shop.store, store(), engine("a")]
"""),
    ("heavy packages that several handlers use, or the module itself", """\
import numpy as np
import pandas as pd

import faasport

EMPTY = pd.DataFrame()

""" + WEB + """\
def index():
    return float(np.mean([1]))

@faasport.http("GET", "/max")
def highest():
    return float(np.max([1]))
"""),
    ("logs of fields", "import logging\nimport sys\n" + HEAD + """\
log = logging.getLogger(__name__)
""" + WEB + """\
def index(request: faasport.Request, headers: str = ""):
    log.info("asked", extra={"path": request.path})
    print(request, headers, file=sys.stderr)
    print(request.headers.get("accept"))
    message = {"body": 1}
    print(message["body"])
"""),
    ("names of secrets, digests, words, samples", "import os\n" + HEAD + """\
TOKEN_HEADER = "X-Shop-Token-Header-1"
PASSWORD_FIELD = "user_password_2"
api_key = "your-api-key-goes-here-1234"
token = "https://login.example/oauth2/token"
secret = "projects/shop/secrets/stripe-2024"
COMMIT = "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a"
TEXT = "the password is not in this text, however long it may become 123"
URL = "postgres://shop:{password}@db/shop"
KEYS = ["AKIAIOSFODNN7EXAMPLE"]
""" + WEB + """\
def index(token: str = ""):
    password = os.environ.get("SHOP_PASSWORD", "")
    return connect(password=password, token=token, secret="")

def connect(**options): ...
"""),
    ("variables with something to fall back upon", "import os\n" + HEAD + """\
MODE = os.environ.get("MODE", "quiet")
LEVEL = os.getenv("LEVEL") or "INFO"
if os.environ.get("SHOP_DEBUG"):
    print("debug")
try:
    TOWN = os.environ["TOWN"]
except KeyError:
    TOWN = ""
""" + WEB + """\
def index(name: str = "x"):
    os.environ["WRITTEN"] = "1"
    queue = os.environ[f"FAASPORT_QUEUE_{name}"]
    return [os.environ["HOME"], os.environ[name], os.environ["AWS_REGION"], queue]

def script():
    return os.environ["ONLY_MINE"]
"""),
    ("writes to another bucket, prefix or suffix", "import os\n" + HEAD + """\
s3 = gcs = object()
OTHER = os.environ["FAASPORT_BUCKET_SMALL_ONES"]

@faasport.bucket(name="small-ones")
def told(change: faasport.ObjectEvent): ...

@faasport.bucket("uploads", on="created", suffix=".png")
def shrink(change: faasport.ObjectEvent):
    s3.put_object(Bucket=OTHER, Key=change.key, Body=b"")
    s3.put_object(Bucket="uploads", Key="a.txt", Body=b"")
    s3.put_object(Bucket="uploads", Key=f"{change.key}.txt", Body=b"")
    gcs.bucket("thumbnails").blob(change.key).upload_from_string("a")
    s3.delete_object(Bucket=change.bucket, Key=change.key)

@faasport.http("PUT", "/files/{name}")
def store(name: str):
    s3.put_object(Bucket="uploads", Key=name, Body=b"")
"""),
    ("variables of the module that nobody changes, or caches", "from collections import deque\n"
     + HEAD + """\
PRICES = {"tea": 1}
_cache = {}
QUEUE = deque()
""" + WEB + """\
def index(key: str = "a"):
    _cache[key] = PRICES.get(key)
    found = {}
    found[key] = 1
    found.update(PRICES)
    return found

def worker():
    QUEUE.append(1)
"""),
    ("clocks and time zones", "from datetime import date, datetime, timezone\n" + HEAD + """\
@faasport.schedule("0 0 * * *")
def nightly(tick: faasport.Tick):
    print(datetime.now(), date.today())

@faasport.schedule("0 0 * * *", timezone="Asia/Tokyo", name="there")
def there(tick: faasport.Tick):
    print(datetime.now(timezone.utc), tick.scheduled_at)
"""),
    ("numbers, none of them secret, in comprehensions and lambdas", HEAD + WEB + """\
def index():
    token = [each for each in range(3)]
    key = lambda pair: pair[1]
    return sorted({each: each for each in token}.items(), key=key)
"""),
]  # fmt: skip
