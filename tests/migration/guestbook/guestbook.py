from flask import Flask, Response, abort, make_response, redirect, render_template, request

app = Flask(__name__)


@app.route("/")
def entries():
    return render_template("entries.html", entries=request.args.getlist("entry"))


@app.route("/sign", methods=["POST"])
def sign():
    name = request.form.get("name")
    if not name:
        abort(400, "who are you?")
    answer = make_response(redirect("/?entry=" + name, 303))
    answer.set_cookie("name", name)
    answer.set_cookie("signed", "yes")
    return answer


@app.route("/entries/<int:number>", methods=["GET", "PUT"])
def entry(number):
    return {"number": number, "method": request.method, "json": request.get_json(silent=True)}


@app.route("/lines")
def lines():
    return Response(("line %d\n" % number for number in range(3)), mimetype="text/plain")
