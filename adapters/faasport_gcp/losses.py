"""What HTTP as HTTP loses: who the client was is known only from what the front end adds."""

from __future__ import annotations

from faasport.testing.losses import Losses

HTTP = Losses(
    request=(
        "client only in forwarding headers",
        "scheme only in forwarding headers",
        "host only in the Host header",
    )
)

# Behind gunicorn and Flask: WSGI's environ is a map (PEP 3333), and gunicorn joins by commas.
# https://github.com/benoitc/gunicorn/blob/27.0.0/gunicorn/http/wsgi.py
FLASK = Losses(request=("repeated headers joined by a comma", *HTTP.request))
