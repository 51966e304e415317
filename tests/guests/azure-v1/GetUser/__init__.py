import json

import azure.functions as func

from ..shared.store import USERS


def main(req: func.HttpRequest) -> func.HttpResponse:
    name = req.route_params.get("name")
    if name not in USERS:
        return func.HttpResponse(f"There is no {name}.", status_code=404)
    return func.HttpResponse(json.dumps({"name": USERS[name]}), mimetype="application/json")
