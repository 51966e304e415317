"""An application of ASGI around which Azure Functions is wrapped."""

import azure.functions as func

ready = []


async def shop(scope, receive, send):
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
        return
    message = await receive()
    body = f"{scope['method']} {scope['path']} {len(message['body'])} {len(ready)}".encode()
    headers = [(b"content-type", b"text/plain"), (b"set-cookie", b"seen=1; path=/")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def lifespan(receive, send):
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            ready.append("ready")
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


app = func.AsgiFunctionApp(app=shop, http_auth_level=func.AuthLevel.ANONYMOUS)
