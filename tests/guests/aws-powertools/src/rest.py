"""A REST API with Powertools' resolver, with CORS and middleware."""

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig

app = APIGatewayRestResolver(cors=CORSConfig(allow_origin="https://shop.example"))


@app.get("/rest/<name>")
def greet(name):
    event = app.current_event
    return {
        "hello": name,
        "x": event.get_query_string_value("x", "none"),
        "all": event.get_multi_value_query_string_values("x"),
        "header": event.headers.get("X-Told"),
        "resource": event.resource,
        "method": event.request_context.http_method,
    }


@app.put("/rest/raw")
def raw():
    return {"length": len(app.current_event.decoded_body or "")}


def handler(event, context):
    return app.resolve(event, context)
