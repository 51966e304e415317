"""Projects that are deployed in tests beside the suite's own."""

from __future__ import annotations

from tests.deployer.conformance.bench import NAME, Bench

EVERYTHING = """\
import faasport


@faasport.http("GET", "/hello/{name}")
def hello(name: str):
    return {"hello": name}


@faasport.queue("jobs", ordered=True)
def work(job: dict):
    print("did", job)


@faasport.topic("news")
def tell(item: dict):
    print("told", item)


@faasport.bucket("pictures", on=["created", "deleted"])
def draw(change: faasport.ObjectEvent):
    print("drew", change)


@faasport.table("users")
def greet(change: faasport.ChangeEvent):
    print("greeted", change)


@faasport.event("com.example.arrived")
def unpack(event: faasport.Event):
    print("unpacked", event)


@faasport.schedule("0 6 * * *")
def report(tick: faasport.Tick):
    print("reported")
"""
SETTINGS = """\
[secrets]
KEY = "stripe/key"

[[permissions.gcp]]
role = "roles/pubsub.publisher"
on = "${topic:news}"

[[permissions.gcp]]
role = "roles/storage.objectViewer"
on = "${bucket:pictures}"

[[permissions.gcp]]
role = "roles/datastore.user"
on = "${table:users}"

[[functions.work.permissions.gcp]]
role = "roles/cloudtasks.enqueuer"
on = "projects/shop-1/locations/us-central1/queues/mail"

[[functions.work.permissions.gcp]]
role = "roles/bigquery.dataViewer"
on = "projects/shop-1/datasets/sales"

[[functions.work.permissions.gcp]]
role = "roles/iam.serviceAccountUser"
on = "projects/shop-1/serviceAccounts/mail@shop-1.iam.gserviceaccount.com"
"""


def written(bench: Bench, name: str, app: str = "", more: str = "", options: str = "") -> str:
    """A packaged project of this name among the versions of the bench."""
    root = bench.folder / name
    if not root.exists():
        root.mkdir()
        (root / "app.py").write_text(app or bench.platform.app)
        (root / "faasport.toml").write_text(
            f'name = "{NAME}"\nmodules = ["app"]\npython = "3.13"\n{more}\n[targets.gcp]\n{options}'
        )
    return name
