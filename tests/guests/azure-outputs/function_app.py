"""A pipeline of blobs and queues: output bindings carry each step's work to the next."""

import json
import logging

import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.blob_trigger(arg_name="source", path="uploads/{name}.txt", connection="STORE")
@app.blob_output(arg_name="shouted", path="shouted/{name}.txt", connection="STORE")
@app.queue_output(arg_name="done", queue_name="shouted-files", connection="STORE")
def shout(
    source: func.InputStream, shouted: func.Out[bytes], done: func.Out[func.QueueMessage]
) -> None:
    shouted.set(source.read().upper())
    done.set(func.QueueMessage(body=json.dumps({"file": source.name}).encode()))


@app.blob_trigger(arg_name="result", path="shouted/{name}", connection="STORE")
def publish(result: func.InputStream) -> None:
    logging.info("%s is there", result.name)


@app.queue_trigger(arg_name="told", queue_name="shouted-files", connection="STORE")
def finish(told: func.QueueMessage) -> None:
    logging.info("%s is done", told.get_body().decode())


@app.route(route="files", methods=["POST"])
@app.queue_output(arg_name="messages", queue_name="shouted-files", connection="STORE")
async def announce(req: func.HttpRequest, messages: func.Out[str]) -> func.HttpResponse:
    names = req.get_json()
    messages.set(json.dumps({"files": names}))
    return func.HttpResponse(str(len(names)), status_code=202)
