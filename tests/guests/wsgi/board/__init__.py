"""A board of notes: sessions, forms, uploads, streams, errors; made by a factory."""

import hashlib
import os

from flask import Flask, Response, abort, jsonify, redirect, request, session, stream_with_context
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import URLSafeSerializer

from . import notes


class Sessions(SecureCookieSessionInterface):
    """Signed without a time, so that the same session is the same text."""

    def get_signing_serializer(self, app: Flask) -> URLSafeSerializer:
        return Untimed(app.secret_key, salt="board")


class Untimed(URLSafeSerializer):
    def loads(self, text, max_age=None, **options):
        return super().loads(text, **options)


def create_app() -> Flask:
    app = Flask(__name__)
    app.secret_key = os.environ["BOARD_KEY"]
    app.session_interface = Sessions()
    app.register_blueprint(notes.pages, url_prefix="/notes")

    @app.errorhandler(404)
    def missing(error):
        return jsonify(error="not found", path=request.path), 404

    @app.post("/login")
    def login():
        session["user"] = request.form["user"]
        response = redirect("/me", 303)
        response.set_cookie("seen", "1")
        return response

    @app.get("/me")
    def me():
        assert isinstance(session, SecureCookieSession) or session
        return {"user": session.get("user"), "seen": request.cookies.get("seen")}

    @app.post("/files")
    def files():
        found = request.files["file"]
        data = found.read()
        return {
            "name": found.filename,
            "type": found.mimetype,
            "title": request.form["title"],
            "sha256": hashlib.sha256(data).hexdigest(),
        }

    @app.get("/lines")
    def lines():
        @stream_with_context
        def body():
            for number in range(3):
                yield f"{request.args.get('word', 'line')} {number}\n"

        return Response(body(), mimetype="text/plain", headers={"x-stream": "yes"})

    @app.get("/fails")
    def fails():
        raise RuntimeError("on purpose")

    @app.get("/teapot")
    def teapot():
        abort(418)

    @app.route("/echo/<path:rest>", methods=["GET", "PUT"])
    def echo(rest):
        return {
            "rest": rest,
            "args": request.args.to_dict(flat=False),
            "scheme": request.scheme,
            "length": request.content_length,
            "text": request.get_data(as_text=True),
            "kind": request.headers.get("content-type"),
        }

    return app
