"""A shop: state from its startup, cookies, streams, background tasks, errors."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import (
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route

PRICES = {"tea": 450, "jam": 320}
STARTS = []
SENT = []


class Pool:
    """What a driver is: usable in the loop that opened it alone."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.lock = asyncio.Lock()

    async def price(self, sku: str) -> int | None:
        if asyncio.get_running_loop() is not self.loop:
            raise RuntimeError("This pool belongs to another loop.")
        async with self.lock:
            await asyncio.sleep(0)
            return PRICES.get(sku)


@contextlib.asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[dict]:
    STARTS.append("started")
    yield {"pool": Pool()}
    STARTS.append("stopped")


async def started(request: Request) -> JSONResponse:
    return JSONResponse({"starts": STARTS})


async def price(request: Request) -> JSONResponse:
    sku = request.path_params["sku"]
    found = await request.state.pool.price(sku)
    if found is None:
        raise HTTPException(404, f"No {sku} here.")
    return JSONResponse({"sku": sku, "cents": found, "url": str(request.url.path)})


async def order(request: Request) -> JSONResponse:
    given = await request.json()
    task = BackgroundTask(send, given["sku"])
    return JSONResponse({"ordered": given["sku"]}, status_code=201, background=task)


async def send(sku: str) -> None:
    await asyncio.sleep(0)
    SENT.append(sku)


async def sent(request: Request) -> JSONResponse:
    return JSONResponse({"sent": SENT[-1:]})


async def login(request: Request) -> Response:
    response = RedirectResponse("/", status_code=303)
    response.set_cookie("session", "ab", httponly=True)
    response.set_cookie("lang", "de", path="/shop")
    return response


async def echo(request: Request) -> JSONResponse:
    body = await request.body()
    return JSONResponse(
        {
            "method": request.method,
            "path": request.scope["path"],
            "query": request.query_params.multi_items(),
            "scheme": request.url.scheme,
            "host": request.headers.get("host", "")[:0],
            "cookies": request.cookies,
            "twice": request.headers.get("x-twice"),
            "length": len(body),
            "sum": sum(body),
        }
    )


async def lines(request: Request) -> StreamingResponse:
    async def body() -> AsyncIterator[str]:
        for number in range(3):
            yield f"line {number}\n"
            await asyncio.sleep(0)

    return StreamingResponse(body(), media_type="text/plain", headers={"x-stream": "yes"})


async def fails(request: Request) -> Response:
    raise RuntimeError("on purpose")


async def octets(request: Request) -> Response:
    return Response(bytes(range(256)), media_type="image/x-test", headers={"etag": '"1"'})


async def admin(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{request.scope['root_path'].rpartition('/')[2]}: {request.url.path}")


async def empty(request: Request) -> Response:
    return Response(status_code=204)


async def timed(request: Request, call_next) -> Response:
    response = await call_next(request)
    response.headers["x-served-by"] = "shop"
    return response


app = Starlette(
    routes=[
        Route("/", started),
        Route("/price/{sku}", price),
        Route("/orders", order, methods=["POST"]),
        Route("/sent", sent),
        Route("/login", login, methods=["POST"]),
        Route("/echo/{rest:path}", echo, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        Route("/lines", lines),
        Route("/fails", fails),
        Route("/octets", octets),
        Route("/empty", empty, methods=["DELETE"]),
        Mount("/admin", routes=[Route("/page", admin)]),
    ],
    middleware=[
        Middleware(CORSMiddleware, allow_origins=["https://shop.example"], allow_methods=["PUT"]),
        Middleware(BaseHTTPMiddleware, dispatch=timed),
    ],
    lifespan=lifespan,
)
