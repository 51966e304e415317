"""Behind a function URL, with Powertools' resolver."""

from aws_lambda_powertools.event_handler import LambdaFunctionUrlResolver

app = LambdaFunctionUrlResolver()


@app.get("/linked/<name>")
def greet(name):
    return {"hello": name, "stage": app.current_event.request_context.stage}


def handler(event, context):
    return app.resolve(event, context)
