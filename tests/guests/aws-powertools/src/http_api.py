"""To-dos behind an HTTP API, with Powertools' resolver, logger, tracer and metrics."""

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.shared.cookies import Cookie

logger = Logger()
metrics = Metrics()
app = APIGatewayHttpResolver()


@app.get("/todos")
def todos():
    event = app.current_event
    return {
        "wanted": event.resolved_query_string_parameters,
        "agent": event.request_context.http.user_agent,
        "cookies": event.cookies,
    }


@app.get("/todos/<todo_id>")
def todo(todo_id):
    if todo_id == "none":
        raise NotFoundError("no such to-do")
    return {"id": todo_id, "parameters": app.current_event.path_parameters}


@app.post("/todos")
def make():
    made = app.current_event.json_body
    return Response(
        status_code=201,
        content_type="application/json",
        body={"made": made},
        headers={"location": "/todos/1"},
        cookies=[Cookie(name="last", value="1", path="/")],
    )


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_HTTP)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event, context):
    logger.info("asked")
    return app.resolve(event, context)
