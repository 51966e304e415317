import azure.functions as func
from __app__.shared import store

from . import notes


def create(req: func.HttpRequest, res: func.Out[func.HttpResponse]) -> None:
    author = req.params.get("author", "")
    known = author in store.USERS
    res.set(func.HttpResponse(notes.text_of(req), status_code=201 if known else 403))
