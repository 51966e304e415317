"""Azure's invocations in process, in JSON form. A client's request (the wire form) and what the
host sends to a custom handler are turned into one first.

https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers#request-payload
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from faasport.project.model import Consumer, Project
from faasport.runtime import consumer as runtime, serving, wire
from faasport.runtime.application import Application
from faasport.runtime.context import Context
from faasport.runtime.outcome import Failed
from faasport_azure import event_codecs
from faasport_azure.runtime import http, webhook
from faasport_azure.runtime.unwrapping import unwrapped


def server(application: Application, _project: Project, _function: str) -> Callable[[Any], Any]:
    """An invocation, or a request, to the TypedData that the worker gives to the host."""
    serve = serving.server(application, http)
    return lambda native: serve(received(native))


def deliverer(
    consumer_runtime: runtime.Consumer, project: Project, consumer: Consumer
) -> Callable[[Any], Any]:
    """An invocation to what the worker answers: nothing, or the dead letters to write. A request
    of Event Grid's (the wire form) is answered by a response."""
    service = event_codecs.service_of(consumer, project)

    def deliver(native: Any) -> Any:
        by_webhook = consumer.trigger.kind == "event" and _is_request(native)
        if by_webhook and (answer := webhook.handshake(native)) is not None:
            return answer
        used: Any = webhook if by_webhook else event_codecs.codec_for(service, native)
        events = used.decode_events(native)
        if consumer.trigger.options.get("unwrap"):
            events = unwrapped(events)
        context = Context(function=consumer.label, platform="azure", native=native)
        result = used.encode_outcome(consumer_runtime.deliver(events, context, native))
        if isinstance(result, Failed):
            return {"errorType": "DeliveryError", "errorMessage": result.reason}
        return result

    return deliver


def _is_request(native: Any) -> bool:
    return isinstance(native, dict) and "method" in native and "target" in native


def received(native: Any) -> Any:
    """What the worker gets for ``native``."""
    if not isinstance(native, dict) or "input_data" in native:
        return native
    if "method" in native:
        return http.encode_request(wire.decode_request(native))
    data = native.get("Data")
    triggers = data.values() if isinstance(data, dict) else ()
    requests = [each for each in triggers if isinstance(each, dict) and "Method" in each]
    return _of_custom_handler(requests[0]) if requests else native


def _of_custom_handler(given: dict[str, Any]) -> dict[str, Any]:
    query, headers, body = (given.get(name) for name in ("Query", "Headers", "Body"))
    if isinstance(query, str):
        try:
            query = json.loads(query)
        except ValueError:
            query = None
    fields = headers.items() if isinstance(headers, dict) else ()
    sent = {
        "method": given["Method"],
        "url": given.get("Url"),
        "query": query,
        "headers": {k: ",".join(map(str, v)) if isinstance(v, list) else v for k, v in fields},
        "body": {"string" if isinstance(body, str) else "json": body},
    }
    return {"trigger_type": "httpTrigger", "input_data": [{"name": "req", "data": {"http": sent}}]}
