from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from orders_core import get_order

app = APIGatewayHttpResolver()


@app.get("/orders/<id>")
def order(id):
    return get_order(id, app.current_event.get_query_string_value("expand"))


def handler(event, context):
    return app.resolve(event, context)
