from flask import Flask, request

app = Flask(__name__)


@app.route("/api/page")
@app.route("/pages/<path:rest>")
def page(rest="front"):
    forwarded = request.headers.get("x-forwarded-proto")
    return {"page": rest, "args": request.args, "proto": forwarded}
