"""A call of what is deployed, as the user that has the credentials."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import Any

from faasport.deployer.faults import Denied, NotDeployed, Unsupported
from faasport.packager import name
from faasport.project import chosen
from faasport.project.model import Consumer, Project
from faasport_gcp.deployer import compare, trouble
from faasport_gcp.deployer.functions import Functions
from faasport_gcp.deployer.kinds import FUNCTIONS
from faasport_gcp.deployer.session import Session
from faasport_gcp.packager import limits, units
from faasport_gcp.packager.options import GcpOptions
from faasport_gcp.runtime import envelope, http

LONGEST = 3600.0
# Of the connection, of which there is but one: no header of it is the caller's to repeat.
_HOP = {"host", "content-length", "connection", "transfer-encoding"}
_INTERNAL = "ALLOW_INTERNAL_ONLY"


def deployed_of(project: Project, options: GcpOptions, wanted: str) -> tuple[str, ...]:
    """What the functions of Google's are called that run this one."""
    function = chosen.function_named(project, wanted)
    every = units.every(project, options)
    return tuple(each.name for each in every if function.name in each.functions)


def called(session: Session, project: Project, wanted: str, trigger: str | None, event: Any) -> Any:
    """The answer to a native event: see `faasport_gcp.runtime.http` and `envelope`."""
    function = chosen.function_named(project, wanted)
    consumer = chosen.consumer_of(project, function, trigger)
    form = _form(session, _name(session, project, consumer))
    url = str(compare.at(form, "service_config.uri", ""))
    method, target, headers, body = _http(event) if consumer is None else _delivery(event)
    response = _sent(session, f"{url.rstrip('/')}{target}", method, headers, body)
    if response.status_code in (401, 403, 404) and _is_internal(form, response):
        raise Unsupported(
            session.where(wanted),
            f"it takes calls from within the project alone (ingress {_INTERNAL}): {url} answered "
            f"{response.status_code}.",
            _instead(consumer),
        )
    if response.status_code in (401, 403) and "www-authenticate" in response.headers:
        raise Denied(
            session.where(wanted),
            f"{url} answered {response.status_code}: the credentials do not allow "
            "run.routes.invoke.",
            "Have roles/run.invoker granted on it.",
        )
    raw = {
        "status": response.status_code,
        "headers": [[key.lower(), value] for key, value in response.headers.items()],
    }
    return {**raw, **http.encode_response(http.decode_response({**raw, "body": response.content}))}


def _name(session: Session, project: Project, consumer: Consumer | None) -> str:
    if consumer is None:
        return name.resource(project, limit=limits.FUNCTION_NAME)
    return next(each.name for each in units.units_of(project) if each.label == consumer.label)


def _form(session: Session, called_so: str) -> dict[str, Any]:
    kind: Functions = FUNCTIONS
    whole = kind.name(session.place, {"name": called_so})
    found = kind.found(session, whole)
    if found is None:
        raise NotDeployed(
            session.where(called_so),
            "there is no such function.",
            "Run: faasport deploy --target gcp",
        )
    return found


def _http(event: Any) -> tuple[str, str, list[tuple[str, str]], bytes]:
    request = http.decode_request(event)
    query = f"?{request.raw_query}" if request.raw_query else ""
    return request.method, request.raw_path + query, list(request.headers), request.body


def _delivery(event: Any) -> tuple[str, str, list[tuple[str, str]], bytes]:
    """A recorded body alone counts as POSTed as JSON."""
    found = envelope.read(event)
    headers = list(found.headers) or [("content-type", "application/json")]
    return "POST", "/", headers, found.body


def _sent(
    session: Session, url: str, method: str, headers: list[tuple[str, str]], body: bytes
) -> Any:
    """Once: nobody knows what a second call would do."""
    import requests

    own = {key: value for key, value in headers if key.lower() not in _HOP}
    token = _token(session, url)
    if token and "authorization" not in {key.lower() for key in own}:
        own["Authorization"] = f"Bearer {token}"
    try:
        return requests.request(
            method, url, headers=own, data=body, timeout=LONGEST, allow_redirects=False
        )
    except requests.exceptions.RequestException as error:
        raise trouble.fault(error, session.where(url), "run.routes.invoke") from error


def _token(session: Session, url: str) -> str:
    """An identity, for the function to check; of a person, the one that came with the login. What
    is public asks for none, so that it may be missing.

    https://cloud.google.com/run/docs/authenticating/developers
    """
    from google.auth import exceptions
    from google.auth.transport.requests import Request

    id_token = import_module("google.oauth2.id_token")
    audience = "/".join(url.split("/")[:3])
    with suppress(exceptions.GoogleAuthError):
        return str(id_token.fetch_id_token(Request(), audience))
    with suppress(exceptions.GoogleAuthError):
        session.clients.credentials.refresh(Request())
    return str(getattr(session.clients.credentials, "id_token", None) or "")


def _is_internal(form: dict[str, Any], response: Any) -> bool:
    """Google's front end answers with a page of its own, which no function of ours does."""
    told = compare.at(form, "service_config.ingress_settings")
    return bool(told == _INTERNAL and "text/html" in response.headers.get("content-type", ""))


def _instead(consumer: Consumer | None) -> str:
    kind = consumer.trigger.kind if consumer else ""
    if kind == "schedule":
        return "Run its job: gcloud scheduler jobs run JOB --location REGION"
    if kind in ("queue", "topic"):
        return "Publish to its topic: gcloud pubsub topics publish TOPIC --message MESSAGE"
    return "Call it from a machine in the project's network, or cause the event itself."
