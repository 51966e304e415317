"""More code that has a fault: (rule, what it is, text). A line that must be found ends in `#!`."""

from __future__ import annotations

HEAD = "import faasport\n"
WEB = '@faasport.http("GET", "/")\n'

FOUND = [
    ("FP011", "by get, from a parameter", HEAD + WEB + """\
def index(event):
    return event.get("queryStringParameters")  #!
"""),
    ("FP011", "in a function that the handler calls", HEAD + WEB + """\
def index(request):
    return user_of(request)

def user_of(event):
    return event["requestContext"]["authorizer"]  #!
"""),
    ("FP012", "by a name", HEAD + WEB + """\
def index():
    answer = {"statusCode": 200, "headers": {}, "body": "{}"}
    return answer  #!
"""),
    ("FP013", "of a request without annotation", HEAD + WEB + """\
def index(request):
    return str(request.native)  #!
"""),
    ("FP014", "under another name, in a module that the handler's module imports", """\
import boto3 as amazon  #!
from google.cloud import storage as gcs  #!
""" + HEAD + WEB + """\
def index():
    return [amazon.__version__, gcs.__name__]
"""),
    ("FP014", "in the function itself", HEAD + WEB + """\
def index():
    from azure.storage.blob import BlobServiceClient  #!

    return BlobServiceClient.__name__
"""),
    ("FP015", "regions, hosts, resources", HEAD + """\
REGION = "eu-central-1"  #!
VAULT = "https://shop.vault.azure.net"  #!
""" + WEB + """\
def index():
    topic = "projects/my-shop-1/topics/orders"  #!
    return [REGION, VAULT, topic]
"""),
    ("FP021", "joined paths, and os", "import os\n" + HEAD + WEB + """\
def index():
    folder = os.path.join(os.path.dirname(__file__), "data")
    os.makedirs(folder, exist_ok=True)  #!
    with open(f"{folder}/a.txt", mode="w") as file:  #!
        file.write("a")
"""),
    ("FP021", "pathlib", "import pathlib\n" + HEAD + """\
HERE = pathlib.Path(__file__).resolve().parent
""" + WEB + """\
def index():
    store(HERE / "out.json")
    pathlib.Path("var/log").mkdir(parents=True)  #!
    (HERE / "x").open("wb").close()  #!

def store(path):
    path.write_text("passed on: nobody knows where it leads")
"""),
    ("FP021", "when the module is imported", "import logging\nimport sqlite3\n" + HEAD + """\
database = sqlite3.connect("shop.db")  #!
handler = logging.FileHandler("/var/log/shop.log")  #!
""" + WEB + "def index(): ...\n"),
    ("FP022", "a name that nobody looks at again", "from asyncio import create_task\n" + HEAD + WEB
     + """\
async def index():
    task = create_task(later())  #!
    return "ok"

async def later(): ...
"""),
    ("FP022", "several tasks together", "import asyncio\n" + HEAD + WEB + """\
async def index():
    asyncio.gather(work(), work())  #!
    await asyncio.gather(work(), work())

async def work(): ...
"""),
    ("FP022", "a thread by a name, a process, a pool", """\
import subprocess
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import faasport

pool = ThreadPoolExecutor()

""" + WEB + """\
def index():
    worker = Thread(target=print)  #!
    worker.start()
    subprocess.Popen(["sync"])  #!
    pool.submit(print, "later")  #!
"""),
    ("FP023", "under another name", "import multiprocessing as mp\n" + HEAD + """\
lock = mp.Lock()  #!
""" + WEB + "def index(): ...\n"),
    ("FP025", "SystemExit, exit", HEAD + WEB + """\
def index(word: str = ""):
    if word:
        raise SystemExit(word)  #!
    exit()  #!
"""),
    ("FP031", "requests in an async handler", "import requests\n" + HEAD + WEB + """\
async def index():
    return requests.get("https://rates.example").text  #!
"""),
    ("FP032", "of another module", "import work\n" + HEAD + WEB + """\
async def index():
    work.done()  #!
"""),
    ("FP032", "of asyncio itself", """\
import asyncio as aio
from asyncio import wait_for

import faasport

""" + WEB + """\
async def index():
    aio.sleep(1)  #!
    wait_for(work(), 2)  #!
    await aio.sleep(0)
    pause = aio.sleep(0)
    await pause

async def work(): ...
"""),
    ("FP041", "behind a function, by a from-import", """\
from redis import Redis
from sqlalchemy import create_engine

import faasport

""" + WEB + """\
def index():
    return store().get("a")

def store():
    engine = create_engine("sqlite://")  #!
    return engine or Redis(host="cache")  #!
"""),
    ("FP043", "in the handler's code", "from logging import basicConfig\n" + HEAD + WEB + """\
def index():
    basicConfig(level="INFO")  #!
"""),
    ("FP051", "known shapes, anywhere", HEAD + """\
HEADERS = {"authorization": "Bearer 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"}  #!
KEY = "AKIAQ3EGRIT7LOKWZ2MB"  #!
PEM = b"-----BEGIN RSA PRIVATE KEY-----"  #!
""" + WEB + """\
def index():
    connect(password="vX9!" "k2", api_key="9f8A7b6C5d4E3f2A1b0C")  #!

def connect(**options): ...
"""),
    ("FP052", "getenv, at the top of the module", "import os\n" + HEAD + """\
SHOP = os.getenv("SHOP_NAME")  #!
NAME = "SHOP_TOWN"
""" + WEB + """\
def index():
    return [SHOP, os.environ[NAME]]  #!
"""),
    ("FP056", "a topic, among declared queues", "import os\n" + HEAD + """\
@faasport.queue("orders")
def fulfil(message: faasport.Message):
    topic = os.environ.get("FAASPORT_TOPIC_ORDERS", "")  #!
    return [os.environ["FAASPORT_QUEUE_ORDERS"], topic]
"""),
    ("FP055", "a formatted text", HEAD + WEB + """\
def index(request: faasport.Request):
    print(f"asked: {request.cookies} {request.path}")  #!
"""),
    ("FP061", "by the event's own bucket, in another function", HEAD + """\
@faasport.bucket("uploads")
def shrink(change: faasport.ObjectEvent):
    put(change, b"")

def put(change: faasport.ObjectEvent, body: bytes):
    client().put_object(Bucket=change.bucket, Key=change.key, Body=body)  #!

def client(): ...
"""),
    ("FP061", "with a prefix that it passes", HEAD + """\
@faasport.bucket("uploads", prefix="in/", suffix=".csv")
def split(change: faasport.ObjectEvent):
    s3.upload_file("/tmp/a.csv", "uploads", "in/part.csv")  #!

s3 = object()
"""),
    ("FP061", "a blob and a container", "import os\n" + HEAD + """\
gcs = service = object()
@faasport.bucket("uploads")
def grow(change: faasport.ObjectEvent):
    bucket = gcs.bucket(os.environ["FAASPORT_BUCKET_UPLOADS"])
    bucket.blob("a").upload_from_string("a")  #!
    service.get_container_client("uploads").upload_blob("a", b"a")  #!
    service.get_blob_client(container="uploads", blob="a").upload_blob(b"a")  #!
    gcs.Object("uploads", "a").put(Body=b"a")  #!
"""),
    ("FP062", "a counter", HEAD + """\
count = 0
seen = []
""" + WEB + """\
def index():
    global count
    count += 1  #!
    seen.append(count)  #!
"""),
    ("FP063", "a handler that yields", HEAD + WEB + """\
def index():
    yield "a"  #!
"""),
    ("FP065", "now, without a zone", "from datetime import datetime\n" + HEAD + """\
@faasport.schedule("0 0 * * *", timezone="Asia/Tokyo")
def nightly(tick: faasport.Tick):
    print(datetime.now().date())  #!
"""),
]  # fmt: skip
OTHERS = {"work": "async def done(): ...\n"}
