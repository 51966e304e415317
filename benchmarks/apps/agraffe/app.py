from agraffe import Agraffe, Service
from asgi import app

handler = Agraffe.entry_point(app, service=Service.aws_lambda)
