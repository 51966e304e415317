"""One cloud's storage."""


def client():
    import boto3

    return boto3.client("s3")
