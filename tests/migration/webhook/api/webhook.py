from http.server import BaseHTTPRequestHandler
import hashlib
import hmac
import json

KEY = b"it is no secret in a sample"


class handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        wanted = "sha256=" + hmac.new(KEY, body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(self.headers.get("x-hub-signature-256") or "", wanted):
            self.answer(401, {"error": "bad signature"})
            return
        self.answer(200, {"bytes": len(body), "event": self.headers.get("x-github-event")})

    def answer(self, status, value):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
