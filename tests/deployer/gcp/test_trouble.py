"""Sentences as Google's services really say them, and what they mean to us."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
import requests
from google.api_core import exceptions

from faasport.deployer import faults
from faasport_gcp.deployer import trouble
from faasport_gcp.deployer.trouble import Ended

FUNCTIONS = "https://cloudfunctions.googleapis.com/v2/projects/shop-1/locations/us-central1"
STORAGE = "https://storage.googleapis.com/storage/v1/b?project=shop-1"
ACCOUNT = "orders-dev@my-shop.iam.gserviceaccount.com"
BUILDS = "https://console.cloud.google.com/cloud-build/builds;region=us-central1/12?project=4711"


def refused(status: int, said: str, url: str = FUNCTIONS, details: Sequence[Any] = ()) -> Exception:
    """What the clients make of an answer over HTTP."""
    response = requests.Response()
    response.status_code, response.url = status, url
    error = {"code": status, "message": said, "details": list(details)}
    response._content = json.dumps({"error": error}).encode()
    response.headers["content-type"] = "application/json"
    response.request = requests.Request("POST", url).prepare()
    return exceptions.from_http_response(response)


def ended(code: int, said: str) -> Ended:
    """A long-running operation that failed."""
    return Ended(exceptions.from_grpc_status(code, said))


def problem(error: Exception) -> Any:
    (found,) = trouble.fault(error, "here", "x.ys.create").problems
    return found


@pytest.mark.parametrize(
    ("error", "permission"),
    [
        (
            refused(
                403,
                f"{ACCOUNT} does not have storage.buckets.create access to the Google Cloud "
                "project. Permission 'storage.buckets.create' denied on resource (or it may not "
                "exist).",
                STORAGE,
            ),
            "storage.buckets.create",
        ),
        (
            refused(403, f"Permission 'iam.serviceaccounts.actAs' denied on {ACCOUNT}."),
            "iam.serviceaccounts.actAs",
        ),
        (refused(403, f"{ACCOUNT} may not. See https://cloud.google.com/iam."), "x.ys.create"),
    ],
)
def test_the_permission_is_named_and_no_host(error: Exception, permission: str) -> None:
    found = problem(error)

    assert found.code == "not-permitted"
    assert found.message.startswith(f"the credentials do not allow {permission}.")
    assert found.fix.startswith(f"Have a role with {permission} ")


def test_a_build_that_failed_is_no_wrong_region() -> None:
    error = ended(
        3,
        "Build failed with status: FAILURE and message: No matching distribution found. For more "
        f"details see the logs at {BUILDS}.",
    )

    found = problem(error)

    assert found.code == "deployment-failed"
    assert "No matching distribution" in found.message
    assert BUILDS in found.message
    assert "region" not in found.fix


@pytest.mark.parametrize(
    "said",
    [
        "Location 'mars-north1' was not found or access is unauthorized.",
        "Location mars-north1 is not found or access is unauthorized.",
        "Region mars-north1 is not supported.",
    ],
)
def test_a_wrong_region_is(said: str) -> None:
    assert problem(refused(404, said)).code == "no-such-service"
    assert problem(refused(400, said)).code == "no-such-service"


def test_a_service_is_switched_on_in_the_project_that_was_asked() -> None:
    metadata = {"service": "run.googleapis.com", "consumer": "projects/4711"}
    reason = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "SERVICE_DISABLED",
        "domain": "googleapis.com",
        "metadata": metadata,
    }

    found = problem(refused(403, "It is disabled.", details=[reason]))

    assert found.fix == "Run: gcloud services enable run.googleapis.com --project 4711"


@pytest.mark.parametrize(
    "said",
    [
        "Cloud Scheduler API has not been used in project 764086051850 before or it is disabled.",
        "The cloudscheduler.googleapis.com API requires a quota project, which is not set.",
    ],
)
def test_a_login_without_a_project_to_charge_is_told_how_to_have_one(said: str) -> None:
    reason = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "SERVICE_DISABLED",
        "domain": "googleapis.com",
        "metadata": {
            "service": "cloudscheduler.googleapis.com",
            "consumer": "projects/764086051850",
        },
    }

    found = problem(refused(403, said, details=[reason]))

    assert found.code == "no-such-service"
    assert "gcloud auth application-default set-quota-project" in found.fix


def test_a_bucket_with_something_in_it_is_not_somebody_elses() -> None:
    found = problem(refused(409, "The bucket you tried to delete is not empty.", STORAGE))

    assert found.code == "deployment-failed"


def test_an_agent_that_is_not_there_is_made_by_a_command() -> None:
    agent = "service-4711@gcp-sa-pubsub.iam.gserviceaccount.com"

    found = problem(refused(400, f"Service account {agent} does not exist."))

    assert "gcloud beta services identity create --service pubsub.googleapis.com" in found.fix


def test_who_may_not_be_granted_anything_is_told_by_the_organisation() -> None:
    said = "One or more users named in the policy do not belong to a permitted customer."

    assert 'auth = "iam"' in problem(refused(400, said)).fix


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Maximum number of service accounts on project reached.", "over-quota"),
        ("Quota exceeded for total allowable CPU per project per region.", "over-quota"),
        ("Quota exceeded for quota metric 'Writes' and limit 'Writes per minute'.", "throttled"),
    ],
)
def test_how_many_there_may_be_is_not_how_often_one_may_ask(said: str, code: str) -> None:
    error = refused(429, said)

    assert problem(error).code == code
    assert trouble.passing(error) == ("throttled" if code == "throttled" else None)


NOT_SEEN_YET = [
    f"Service account {ACCOUNT} does not exist.",
    f"Permission denied on secret: projects/4711/secrets/x/versions/1 for Revision {ACCOUNT}.",
    'Invalid resource state for "": Permission denied while using the Eventarc Service Agent.',
    "The service account for your bucket is unable to publish to Cloud Pub/Sub topics.",
    f'Permission "eventarc.events.receiveEvent" denied on "{ACCOUNT}".',
]


@pytest.mark.parametrize("said", NOT_SEEN_YET)
def test_what_was_just_granted_is_waited_for(said: str) -> None:
    assert trouble.passing(refused(400, said)) == "spreading"
    assert trouble.passing(ended(9, said)) == "spreading"


def test_what_is_denied_to_us_is_not_waited_for() -> None:
    said = "Permission 'cloudfunctions.functions.create' denied on resource (or it may not exist)."

    assert trouble.passing(refused(403, said)) is None
    assert isinstance(trouble.fault(refused(403, said), "here", "x"), faults.Denied)
