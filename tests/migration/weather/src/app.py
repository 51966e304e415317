from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

logger = Logger()
app = APIGatewayHttpResolver()
CITIES = {"oslo": 3, "rome": 19}


@app.get("/weather/<city>")
def weather(city: str):
    if city not in CITIES:
        raise NotFoundError("no such city")
    unit = app.current_event.get_query_string_value("unit", "C")
    return {"city": city, "temperature": CITIES[city], "unit": unit}


@app.post("/weather")
def report():
    data = app.current_event.json_body
    return Response(
        status_code=201,
        content_type="application/json",
        body={"reported": data},
        cookies=[],
    )


@logger.inject_lambda_context
def lambda_handler(event, context):
    return app.resolve(event, context)
