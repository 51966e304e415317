"""The work that every peer does alike. It imports nothing, so it costs nobody anything."""

ITEMS = (("SKU-1001", 2, 19.99), ("SKU-1002", 1, 5.5), ("SKU-1003", 4, 2.25))
SEEN = []  # what the last handler of an event was given, for the comparison of the peers


def get_order(order_id, expand):
    total = round(sum(quantity * price for _, quantity, price in ITEMS), 2)
    order = {"id": order_id, "customer": "c-42", "status": "open", "total": total}
    if expand == "items":
        order["items"] = [{"sku": s, "quantity": q, "price": p} for s, q, p in ITEMS]
    return order


def create_order(customer, sku, quantity, price):
    if sku == "boom":
        raise RuntimeError("downstream rejected " + sku)
    total = round(quantity * price, 2)
    return {
        "id": "ord-" + customer,
        "customer": customer,
        "sku": sku,
        "quantity": quantity,
        "price": price,
        "total": total,
    }


def stored(bucket, key, size):
    SEEN[:] = (bucket, key, size)


def ticked(moment):
    SEEN[:] = (moment.isoformat(),)
