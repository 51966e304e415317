"""A WSGI application under apig-wsgi."""

from apig_wsgi import make_lambda_handler
from flask import Flask, jsonify, request

app = Flask(__name__)


@app.get("/flask/told")
@app.get("/wsgi/told")
def told():
    response = jsonify(
        path=request.path,
        query=request.args.to_dict(flat=False),
        scheme=request.scheme,
        cookies=request.cookies.to_dict(),
        told=request.headers.get("X-Told"),
    )
    response.set_cookie("a", "1")
    return response


@app.post("/flask/reversed")
@app.post("/wsgi/reversed")
def reversed_body():
    return app.response_class(request.get_data()[::-1], mimetype="application/octet-stream")


handler = make_lambda_handler(app, binary_support=True)
