import json
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit


class handler(BaseHTTPRequestHandler):  # noqa: N801  # so Vercel wants it
    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        body = json.dumps({"id": query["id"][0], "verbose": "v" in query}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)
