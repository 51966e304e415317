"""A blueprint: functions in a module of their own."""

import json

import azure.functions as func

users = func.Blueprint()


@users.route(route="users/{name}", methods=["GET", "DELETE"])
def get_user(req: func.HttpRequest) -> func.HttpResponse:
    name = req.route_params.get("name")
    if name == "nobody":
        return func.HttpResponse(status_code=404)
    return func.HttpResponse(json.dumps({"name": name}), mimetype="application/json")


@users.service_bus_queue_trigger(arg_name="message", queue_name="mail", connection="BUS")
async def send_mail(message: func.ServiceBusMessage) -> None:
    body = message.get_body().decode()
    if body == "bounce":
        raise RuntimeError(message.message_id)
