import json
import logging

import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.route(route="readings/{sensor}", methods=["POST"])
@app.queue_output(arg_name="out", queue_name="readings", connection="AzureWebJobsStorage")
def accept(req: func.HttpRequest, out: func.Out[str]) -> func.HttpResponse:
    try:
        value = float(req.get_json()["value"])
    except (ValueError, KeyError, TypeError):
        return func.HttpResponse("no value", status_code=400)
    out.set(json.dumps({"sensor": req.route_params["sensor"], "value": value}))
    return func.HttpResponse(status_code=202)


@app.queue_trigger(arg_name="message", queue_name="readings", connection="AzureWebJobsStorage")
@app.queue_output(arg_name="alarms", queue_name="alarms", connection="AzureWebJobsStorage")
def judge(message: func.QueueMessage, alarms: func.Out[str]) -> None:
    reading = json.loads(message.get_body().decode("utf-8"))
    logging.info("read %s", reading)
    if reading["value"] > 100:
        alarms.set(json.dumps({"sensor": reading["sensor"], "alarm": True}))
