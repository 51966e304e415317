"""Behind a load balancer, with Powertools' resolver."""

from aws_lambda_powertools.event_handler import ALBResolver

app = ALBResolver()


@app.get("/balanced/<name>")
def greet(name):
    return {"hello": name, "x": app.current_event.resolved_query_string_parameters["x"]}


def handler(event, context):
    return app.resolve(event, context)
