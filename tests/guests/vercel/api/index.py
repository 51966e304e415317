import json
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from shared.greeting import greet


class handler(BaseHTTPRequestHandler):  # noqa: N801  # so Vercel wants it
    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        body = greet(query.get("name", ["world"])[0]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Set-Cookie", "a=1; Path=/")
        self.send_header("Set-Cookie", "b=2; Path=/")
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("X-Head", "yes")
        self.send_header("Content-Length", "12")
        self.end_headers()

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        try:
            given = json.loads(self.rfile.read(length))
        except ValueError:
            self.send_error(400, "No JSON")
            return
        body = json.dumps({"given": given, "kind": self.headers["content-type"]}).encode()
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        raise RuntimeError("on purpose")

    def do_DELETE(self):
        self.send_response_only(204)
        self.end_headers()
