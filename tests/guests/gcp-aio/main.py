import asyncio
import base64

import functions_framework.aio
from cloudevents.http import CloudEvent
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse


@functions_framework.aio.http
async def items(request: Request):
    await asyncio.sleep(0)
    name = request.url.path.rpartition("/")[2]
    if request.method == "POST":
        return {"name": name, "body": (await request.json())["x"]}, 201
    if name == "text":
        return "Grüße"
    if name == "stream":

        async def lines():
            for number in range(3):
                await asyncio.sleep(0)
                yield f"{number}\n"

        return StreamingResponse(lines(), media_type="text/plain")
    if name == "cookies":
        response = Response("two")
        response.set_cookie("a", "1")
        response.set_cookie("b", "2")
        return response
    if name == "crash":
        raise RuntimeError("a crash")
    return JSONResponse({"name": name, "query": request.query_params.getlist("q")})


@functions_framework.aio.cloud_event
async def told(cloud_event: CloudEvent):
    await asyncio.sleep(0)
    text = base64.b64decode(cloud_event.data["message"]["data"]).decode()
    if text == "bad":
        raise ValueError(text)


@functions_framework.aio.http
def plain(request: Request):
    return {"agent": request.headers["user-agent"]}
