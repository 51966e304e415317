import base64


def first_generation(event, context):
    if base64.b64decode(event["data"]) == b"broken":
        raise RuntimeError
