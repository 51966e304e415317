PAGE = "<h1>Grüße</h1>"
HTML = {"Content-Type": "text/html; charset=utf-8"}


def handler(event, context):
    if event["requestContext"]["http"]["method"] == "DELETE":
        return {"statusCode": 405, "body": "no"}
    return {"statusCode": 200, "headers": HTML, "body": PAGE}
