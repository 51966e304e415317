import json
import logging

import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.route(route="hello")
def http_trigger(req: func.HttpRequest) -> func.HttpResponse:
    logging.info('Python HTTP trigger function processed a request.')

    name = req.params.get('name')
    if not name:
        try:
            req_body = req.get_json()
        except ValueError:
            pass
        else:
            name = req_body.get('name')

    if name:
        return func.HttpResponse(f"Hello, {name}. It went well.")
    else:
        return func.HttpResponse(
             "Pass a name.",
             status_code=200
        )


@app.function_name(name="GetOrder")
@app.route(route="orders/{order_id}", methods=["GET"])
def get_order(req: func.HttpRequest) -> func.HttpResponse:
    order = {"id": req.route_params["order_id"], "verbose": req.params.get("verbose", "no")}
    return func.HttpResponse(json.dumps(order), mimetype="application/json", headers={"X-By": "us"})


@app.route(route="orders", methods=["POST"])
def save_order(req: func.HttpRequest) -> func.HttpResponse:
    if req.headers.get("X-Echo"):
        return func.HttpResponse(body=req.get_body(), mimetype="application/octet-stream", status_code=201)
    return func.HttpResponse(status_code=404)


@app.queue_trigger(arg_name="msg", queue_name="new-orders", connection="AzureWebJobsStorage")
def fulfil(msg: func.QueueMessage) -> None:
    text = msg.get_body().decode("utf-8")
    if msg.get_json()["quantity"] < 1:
        raise ValueError(text)


@app.timer_trigger(arg_name="timer", schedule="0 0 6 * * *")
def clean_up(timer: func.TimerRequest) -> None:
    if timer.past_due:
        logging.warning("late")
