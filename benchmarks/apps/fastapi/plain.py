from fastapi import FastAPI
from mangum import Mangum
from orders_core import get_order

app = FastAPI()


@app.get("/orders/{id}")
async def order(id: str, expand: str | None = None):
    return get_order(id, expand)


handler = Mangum(app, lifespan="off")
