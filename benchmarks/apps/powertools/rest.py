from api import add_routes
from aws_lambda_powertools.event_handler import APIGatewayRestResolver

app = add_routes(APIGatewayRestResolver(enable_validation=True))


def handler(event, context):
    return app.resolve(event, context)
