"""An application without a framework, which knows of no lifespan, made by a function."""


def create_app():
    async def app(scope, receive, send):
        assert scope["type"] == "http"
        path = scope["path"].encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-made", b"yes")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"made ", "more_body": True})
        await send({"type": "http.response.body", "body": path})

    return app
