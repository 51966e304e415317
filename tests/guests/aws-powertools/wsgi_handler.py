"""As the plug-in of the Serverless Framework writes it: the application under serverless-wsgi."""

import serverless_wsgi
from src.wsgi_application import app


def handler(event, context):
    return serverless_wsgi.handle_request(app, event, context)
