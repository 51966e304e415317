from datetime import datetime

from chalice import Chalice
from orders_core import get_order, stored, ticked

app = Chalice(app_name="orders")


@app.route("/orders/{id}")
def order(id):
    return get_order(id, (app.current_request.query_params or {}).get("expand"))


@app.on_s3_event(bucket="uploads")
def uploaded(event):
    # It decodes the key itself.
    stored(event.bucket, event.key, event.to_dict()["Records"][0]["s3"]["object"]["size"])


@app.schedule("rate(1 hour)")
def report(event):
    ticked(datetime.fromisoformat(event.to_dict()["time"]))
