from vercel.queue import RetryAfter, subscribe


@subscribe(topic="images")
def resize(payload):
    if payload.get("busy"):
        raise RetryAfter(120)
    if payload["width"] < 1:
        raise ArithmeticError("nothing to see")
