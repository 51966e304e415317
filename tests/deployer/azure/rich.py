"""A project with all that Azure deploys in a second step, or into another resource group."""

from __future__ import annotations

from typing import ClassVar

from tests.deployer.azure.account import SUBSCRIPTION
from tests.deployer.azure.cloud import Azure

APP = """\
import faasport


@faasport.http("GET", "/hello/{name}")
def hello(name: str):
    return {"hello": name, "version": 1}


@faasport.http("POST", "/open")
def opened(request: faasport.Request):
    return request.body


@faasport.queue("jobs")
def work(job: dict):
    print("did", job)


@faasport.schedule("0 6 * * *")
def report(tick: faasport.Tick):
    print("reported")


@faasport.bucket("uploads", on="created")
def ingest(change: faasport.ObjectEvent):
    print(change.key)


@faasport.event(type="com.example.order.*")
def watch(event: faasport.CloudEvent):
    print(event.type)
"""
VAULTS = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/vaults"
_SECRET = f"{VAULTS}/providers/Microsoft.KeyVault/vaults/shop-vault/secrets/stripe-key"


class RichAzure(Azure):
    app: ClassVar[str] = APP
    options: ClassVar[str] = """\
region = "westeurope"
vault = "shop-vault"
secrets = { STRIPE_KEY = "stripe/key" }
deploy = { parameters = { keyVaultResourceGroup = "vaults" } }

[targets.azure.functions.hello]
auth = "key"
"""

    def empty(self) -> None:
        super().empty()
        self.account.groups[VAULTS.lower()] = {
            "id": VAULTS,
            "name": "vaults",
            "location": "westeurope",
        }
        self.account.resources[_SECRET.lower()] = {"id": _SECRET, "name": "stripe-key"}
