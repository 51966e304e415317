"""Orders, as an app of Azure Functions: the v2 programming model."""

import json
import logging
import typing

import azure.functions as func
from users import users

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)
app.register_functions(users)


@app.route(route="orders/{order_id}", methods=["GET"])
def get_order(req: func.HttpRequest) -> func.HttpResponse:
    order = {
        "id": req.route_params["order_id"],
        "verbose": req.params.get("verbose"),
        "method": req.method,
        "agent": req.headers.get("X-Agent"),
    }
    return func.HttpResponse(json.dumps(order), mimetype="application/json")


@app.function_name(name="CreateOrder")
@app.route(route="orders", methods=[func.HttpMethod.POST])
def create_order(req: func.HttpRequest, context: func.Context) -> func.HttpResponse:
    try:
        order = req.get_json()
    except ValueError:
        return func.HttpResponse("Send JSON.", status_code=400)
    if not isinstance(order, dict) or "sku" not in order:
        return func.HttpResponse("Which sku?", status_code=422)
    response = func.HttpResponse(
        json.dumps({"sku": order["sku"], "by": context.function_name}),
        status_code=201,
        mimetype="application/json",
        headers={"Location": f"/api/orders/{order['sku']}"},
    )
    response.headers.add("Set-Cookie", "seen=1; Path=/")
    response.headers.add("Set-Cookie", "last=2; Path=/; HttpOnly")
    return response


@app.route(route="files/{*path}")
def echo_file(req: func.HttpRequest) -> func.HttpResponse:
    body = req.get_body()
    return func.HttpResponse(
        body,
        mimetype="application/octet-stream",
        headers={"X-Path": str(len(req.route_params.get("path") or ""))},
    )


@app.route(route="hello")
async def hello(req: func.HttpRequest) -> str:
    return f"Hello, {req.params.get('name', 'world')}."


@app.queue_trigger(arg_name="msg", queue_name="new-orders", connection="AzureWebJobsStorage")
def fulfil(msg: func.QueueMessage) -> None:
    order = msg.get_json()
    assert msg.dequeue_count >= 1
    assert msg.insertion_time is not None
    if order["quantity"] < 1:
        raise ValueError("nothing to send")
    logging.info("order %s of %s", msg.id, order["sku"])


@app.timer_trigger(arg_name="timer", schedule="0 0 6 * * *", run_on_startup=False)
def clean_up(timer: func.TimerRequest) -> None:
    if timer.past_due:
        logging.warning("late")


@app.service_bus_topic_trigger(
    arg_name="news",
    topic_name="news",
    subscription_name="shop",
    connection="BUS",
    cardinality=func.Cardinality.MANY,
)
def read_news(news: typing.List[func.ServiceBusMessage]) -> None:
    for each in news:
        logging.info("%s: %s", each.message_id, json.loads(each.get_body()))
