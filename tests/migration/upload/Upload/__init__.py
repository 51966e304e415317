import json
import os

import azure.functions as func

from shared.checksums import checksum


def main(req: func.HttpRequest) -> func.HttpResponse:
    files = list(req.files.values())
    if not files:
        return func.HttpResponse("Send files.", status_code=400)
    if len(files) > int(os.environ.get("MOST_FILES", "3")):
        return func.HttpResponse("Too many.", status_code=413)
    told = [{"name": each.filename, "checksum": checksum(each.read())} for each in files]
    return func.HttpResponse(
        json.dumps({"album": req.route_params["album"], "by": req.form.get("by"), "files": told}),
        mimetype="application/json",
        headers={"X-Files": str(len(told))},
    )
