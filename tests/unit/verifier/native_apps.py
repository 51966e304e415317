"""Hand-written native applications, as `package` lays them out: no line of faasport in them."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

LAMBDA = """
import json, os, sys

def handler(event, context):
    http = event["requestContext"]["http"]
    print("x" * 100_000)
    if event["rawPath"] == "/raise":
        raise ValueError("of the handler")
    if event["rawPath"] == "/exit":
        os._exit(3)
    if event["rawPath"] == "/large":
        return {"statusCode": 200, "body": "x" * (7 * 1024 * 1024)}
    if event["rawPath"] == "/sleep":
        import time
        time.sleep(5)
    seen = {
        "method": http["method"], "path": event["rawPath"], "route": event["routeKey"],
        "parameters": event.get("pathParameters"), "query": event["rawQueryString"],
        "variable": os.environ.get("SHOP"), "home": os.environ.get("HOME"),
        "function": context.function_name, "remaining": context.get_remaining_time_in_millis() > 0,
    }
    return {"statusCode": 201, "headers": {"content-type": "application/json"},
            "cookies": ["a=1", "b=2; Path=/x"], "body": json.dumps(seen)}
"""
TEMPLATE = """
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: shop-dev-one
      Handler: app.handler
      CodeUri: code.zip
      Runtime: python3.13
      Timeout: 2
      Role: !GetAtt Role.Arn
      Environment: {Variables: {SHOP: open, SECRET: !Ref Secret}}
      Events:
        Get: {Type: HttpApi, Properties: {Path: "/items/{id}", Method: GET}}
  Rest:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      CodeUri: code.zip
      Timeout: 2
      Events:
        Default: {Type: HttpApi, Properties: {Path: $default, Method: ANY}}
"""
FLASK = """
import functions_framework
from flask import Response, request

@functions_framework.http
def serve(request):
    print("x" * 100_000)
    if request.path == "/stream":
        def chunks():
            import time
            for number in range(3):
                yield f"{number} "
                time.sleep(0.2)
        return Response(chunks())
    if request.path == "/broken":
        def chunks():
            yield "begun"
            raise ValueError("in mid-stream")
        return Response(chunks())
    response = Response(request.get_data(), 207)
    response.headers.add("set-cookie", "a=1")
    response.headers.add("set-cookie", "b=2")
    response.headers["x-target"] = request.environ["RAW_URI"]
    response.headers["x-seen"] = ";".join(request.headers.getlist("x-many"))
    response.headers["x-host"] = request.host
    return response
"""
AZURE = """
import json
import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)

@app.route(route="items/{id}", methods=["GET", "POST"])
def item(req: func.HttpRequest) -> func.HttpResponse:
    print("x" * 100_000)
    seen = {"method": req.method, "url": req.url, "params": dict(req.params),
            "values": dict(req.route_params), "headers": dict(req.headers),
            "body": req.get_body().decode("latin-1")}
    response = func.HttpResponse(json.dumps(seen), status_code=201, mimetype="application/json")
    expires = "Expires=Wed, 21 Oct 2026 07:28:00 GMT"
    response.headers.add("Set-Cookie", "a=1/2; Max-Age=60; HttpOnly; SameSite=Lax")
    response.headers.add("Set-Cookie", "b=x; Path=/p; Secure; " + expires)
    return response

@app.route(route="{*path}")
async def rest(req: func.HttpRequest) -> func.HttpResponse:
    if req.route_params.get("path") == "raise":
        raise ValueError("of the handler")
    return func.HttpResponse(b"\\x00\\xff", status_code=404)
"""
ASGI = """
async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    names = ",".join(sorted({name.decode() for name, _ in scope["headers"]}))
    many = ";".join(value.decode() for name, value in scope["headers"] if name == b"x-many")
    headers = [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2"), (b"x-names", names.encode()),
               (b"x-many", many.encode()), (b"x-path", scope["raw_path"]),
               (b"x-client", scope["client"][0].encode()),
               (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 207, "headers": headers})
    await send({"type": "http.response.body", "body": body})
"""
TRAMPOLINE = """
import os, site
here = os.path.dirname(os.path.abspath(__file__))
os.environ.update({
    "__VC_HANDLER_MODULE_NAME": "main", "__VC_HANDLER_ENTRYPOINT": "main.py",
    "__VC_HANDLER_ENTRYPOINT_ABS": os.path.join(here, "main.py"),
    "__VC_HANDLER_VENDOR_DIR": "_vendor", "__VC_HANDLER_VARIABLE_NAME": "app",
})
site.addsitedir(os.path.join(here, "_vendor"))
from vercel_runtime.vc_init import vc_handler
"""


def aws(folder: Path, source: str = LAMBDA) -> Path:
    _write(folder / "template.yaml", TEMPLATE)
    return _write(folder / "code" / "app.py", source, folder)


def gcp(folder: Path, source: str = FLASK) -> Path:
    archive = {"source": "${path.module}/source.zip"}
    uploaded = {"object": "${google_storage_bucket_object.source.name}"}
    function = {
        "name": "shop-dev",
        "build_config": {"entry_point": "serve", "source": {"storage_source": uploaded}},
        "service_config": {"environment_variables": {"SHOP": "open"}},
    }
    resources = {
        "google_cloudfunctions2_function": {"app": function},
        "google_storage_bucket_object": {"source": archive},
    }
    _write(folder / "main.tf.json", json.dumps({"resource": resources}))
    return _write(folder / "source" / "main.py", source, folder)


def azure(folder: Path, source: str = AZURE) -> Path:
    _write(folder / "template.json", json.dumps({"resources": []}))
    host = {"version": "2.0", "extensions": {"http": {"routePrefix": ""}}}
    _write(folder / "app" / "host.json", json.dumps(host))
    return _write(folder / "app" / "function_app.py", source, folder)


def vercel(folder: Path, source: str = ASGI) -> Path:
    """Without `_vendor`: the test's environment holds vercel-runtime."""
    output = folder / ".vercel" / "output"
    function = output / "functions" / "app.func"
    routes = [{"handle": "filesystem"}, {"src": "/(.*)", "dest": "/app"}]
    _write(output / "config.json", json.dumps({"version": 3, "routes": routes}))
    configuration = {"handler": "vc__handler__python.vc_handler", "runtime": "python3.13"}
    _write(function / ".vc-config.json", json.dumps(configuration))
    _write(function / "vc__handler__python.py", TRAMPOLINE)
    return _write(function / "main.py", source, folder)


def _write(file: Path, text: str, result: Path | None = None) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return result or file
