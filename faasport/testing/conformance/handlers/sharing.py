"""Routes that other origins may call."""

from __future__ import annotations

import faasport


@faasport.http(["GET", "POST"], "/shared/any", cors=True)
def shared() -> dict[str, bool]:
    return {"shared": True}


@faasport.http(
    "PUT",
    "/shared/named",
    cors=faasport.CORS(
        origins=["https://app.example", "https://other.example"],
        headers=["content-type", "x-trace"],
        expose=["x-total", "etag"],
        credentials=True,
        max_age=60,
    ),
)
def shared_by_name() -> faasport.Response:
    return faasport.Response.json({"shared": True}, headers={"x-total": "1"})


@faasport.http("GET", "/shared/partly", cors=True)
def shared_partly() -> dict[str, bool]:
    return {"shared": True}


@faasport.http("DELETE", "/shared/partly")
def kept() -> dict[str, bool]:
    return {"shared": False}


@faasport.http("GET", "/shared/own", cors=True)
def shared_by_handler() -> faasport.Response:
    own = {"access-control-allow-origin": "https://app.example"}
    return faasport.Response.json({"shared": True}, headers=own)


@faasport.http("GET", "/shared/broken", cors=True)
def shared_crash() -> None:
    raise RuntimeError("still readable from the other origin")
