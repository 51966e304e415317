import json


def lambda_handler(event, context):
	who = event["pathParameters"]["who"]
	query = event.get("queryStringParameters") or {}
	if event["httpMethod"] == "POST":
		data = json.loads(event["body"])  # must be there
		return {
			"statusCode": 200,
			"body": json.dumps(data),
		}
	greeting = "Hello"
	if "loud" in query:
		greeting = "HELLO"
	return {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": f"{greeting}, {who}!"}
