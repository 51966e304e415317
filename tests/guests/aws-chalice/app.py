"""Items, jobs and notices."""

import json

from chalice import Blueprint, Chalice, CORSConfig, NotFoundError, Rate, Response
from chalicelib.store import ITEMS

app = Chalice(app_name="items")
app.api.binary_types.append("application/x-pbm")


@app.route("/")
def index():
    return {"items": sorted(ITEMS)}


@app.route("/items/{name}", cors=CORSConfig(allow_origin="*"))
def item(name):
    request = app.current_request
    if name not in ITEMS:
        raise NotFoundError("no such item")
    return {"name": name, "query": request.query_params, "path": request.path}


@app.route("/items/{name}", methods=["PUT"], content_types=["application/octet-stream"])
def put(name):
    kind = {"Content-Type": "application/octet-stream"}
    return Response(body=app.current_request.raw_body, headers=kind)


@app.route("/items", methods=["POST"])
def make():
    made = app.current_request.json_body
    return Response(
        body=json.dumps({"made": made}),
        status_code=201,
        headers={"Content-Type": "application/json", "Set-Cookie": ["a=1; Path=/", "b=2; Path=/"]},
    )


extra = Blueprint(__name__)


@extra.route("/whoami")
def whoami():
    request = extra.current_request
    known = bool(extra.lambda_context.aws_request_id)
    return {"header": request.headers.get("x-told"), "known": known}


app.register_blueprint(extra)


@app.on_sqs_message(queue="jobs", batch_size=5)
def work(event):
    for record in event:
        if record.body == '"bad"':
            raise ValueError("a bad job")


@app.on_sns_message(topic="signups")
def notice(event):
    if event.message == "bad":
        raise ValueError("a bad notice")


@app.schedule(Rate(1, unit=Rate.HOURS))
def cleanup(event):
    assert event.source == "aws.events"
    assert event.detail_type == "Scheduled Event"


@app.lambda_function(name="plain")
def plain(event, context):
    return {"records": len(event["Records"]), "name": context.function_name}
