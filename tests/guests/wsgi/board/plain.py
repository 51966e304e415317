"""An application without a framework: what it takes from the environ, and what it writes."""


def application(environ, start_response):
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))
    path = environ["PATH_INFO"].encode("latin-1").decode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Set-Cookie", "a=1; Path=/"),
        ("Set-Cookie", "b=2; Path=/"),
    ]
    write = start_response("201 Made", headers)
    write(f"{environ['REQUEST_METHOD']} ".encode())
    return iter([path.encode(), b"", b" ", body])
