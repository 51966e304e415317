"""How Google calls a function: through the Functions Framework's own WSGI application."""

import sys


def preloaded():
    pass


def load(spec):
    import functions_framework

    module, _, name = spec.partition(":")
    return functions_framework.create_app(name, sys.path[0] + "/" + module + ".py")


def function_of(loaded):
    def call(environ):
        statuses = []
        body = loaded(environ, lambda status, headers, exc_info=None: statuses.append(status))
        octets = b"".join(body)
        close = getattr(body, "close", None)
        if close is not None:
            close()
        return statuses[0], octets

    return call


def arguments(loaded, event):
    import io

    body = event["body"].encode()
    environ = {
        "REQUEST_METHOD": event["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": event["path"],
        "QUERY_STRING": event["query"],
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8080",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in event["headers"].items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else "HTTP_" + key] = value
    return (environ,)


def answer(result):
    import json

    return {"status": int(result[0].split()[0]), "body": json.loads(result[1])}
