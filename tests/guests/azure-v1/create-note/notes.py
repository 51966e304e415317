import azure.functions as func


def text_of(req: func.HttpRequest) -> bytes:
    return req.get_body().strip()
