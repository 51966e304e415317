"""Routes that compete, and what else routing has to get right."""

from __future__ import annotations

import faasport


@faasport.http("GET", "/routes/fixed")
def fixed() -> str:
    return "fixed"


@faasport.http("GET", "/routes/{name}")
def caught(name: str) -> str:
    return f"caught {name}"


@faasport.http("GET", "/routes/{rest:path}")
def tail(rest: str) -> str:
    return f"tail {rest}"


@faasport.http("POST", "/routes/fixed/{name}/end")
def deep(name: str) -> str:
    return f"deep {name}"


@faasport.http("POST", "/routes/{name}")
def posted(name: str) -> str:
    return f"posted {name}"


@faasport.http("DELETE", "/routes/{rest:path}")
def deleted(rest: str) -> str:
    return f"deleted {rest}"


@faasport.http("GET", "/twice/old")
@faasport.http("GET", "/twice/new")
def twice(request: faasport.Request) -> str:
    return request.path


@faasport.http("GET", "/heads")
def gotten(request: faasport.Request) -> faasport.Response:
    return faasport.Response("for GET", headers={"x-method": request.method, "etag": '"1"'})


@faasport.http("GET", "/heads/own")
def body_of_own() -> str:
    return "for GET"


@faasport.http("HEAD", "/heads/own")
def own_head() -> faasport.Response:
    return faasport.Response("dropped", headers={"x-head": "its own"})


@faasport.http("GET", "/heads/under/it")
def under() -> str:
    return "for GET"


@faasport.http("ANY", "/heads/under/{rest:path}")
def anything(rest: str) -> faasport.Response:
    return faasport.Response("for any", headers={"x-rest": rest})


@faasport.http(["GET", "PUT"], "/options")
def optional() -> str:
    return "given"


@faasport.http("OPTIONS", "/options/own")
def own_options() -> faasport.Response:
    return faasport.Response("what you may do", headers={"allow": "OPTIONS", "x-own": "1"})


@faasport.http("GET", "/Names.with-marks_and~more")
def marks() -> str:
    return "marks"


@faasport.http("GET", "/grüße/{name}")
def greeting(name: str) -> str:
    return name
