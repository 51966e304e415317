"""An ASGI application under Mangum."""

from contextlib import asynccontextmanager

from mangum import Mangum
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


@asynccontextmanager
async def lifespan(app):
    yield {"started": True}


async def told(request):
    scope = request.scope
    response = JSONResponse(
        {
            "method": request.method,
            "path": request.url.path,
            "query": request.query_params.multi_items(),
            "cookies": request.cookies,
            "scheme": request.url.scheme,
            "event": "requestContext" in scope["aws.event"],
            "context": bool(scope["aws.context"].aws_request_id),
            "started": request.state.started,
        }
    )
    response.set_cookie("a", "1")
    response.set_cookie("b", "2")
    return response


async def reversed_body(request):
    return Response((await request.body())[::-1], media_type="application/octet-stream")


app = Starlette(
    routes=[
        Route("/mangum/told", told),
        Route("/mangum/reversed", reversed_body, methods=["POST"]),
        Route("/mangum-rest/told", told),
        Route("/mangum-rest/reversed", reversed_body, methods=["POST"]),
    ],
    lifespan=lifespan,
)
handler = Mangum(app)
