import os

from chalice import BadRequestError, Chalice, Rate, Response

from chalicelib.short import name_of

app = Chalice(app_name="shortener")


@app.route("/links", methods=["POST"], cors=True)
def create():
    data = app.current_request.json_body or {}
    if "url" not in data:
        raise BadRequestError("which url?")
    return {"short": os.environ["BASE"] + name_of(data["url"])}


@app.route("/links/{name}")
def follow(name):
    query = app.current_request.query_params or {}
    target = "https://example.com/" + name + ("?ref=" + query["ref"] if "ref" in query else "")
    return Response(body="", status_code=302, headers={"Location": target})


@app.schedule(Rate(1, unit=Rate.HOURS))
def refresh(event):
    print("refreshed", event.detail_type)


@app.on_sqs_message(queue="clicks", batch_size=5)
def count(event):
    for record in event:
        if record.body == "bad":
            raise ValueError("bad click")
