from orders_core import create_order, get_order
from orders_model import Order, confirm
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


async def order(request):
    return JSONResponse(get_order(request.path_params["id"], request.query_params.get("expand")))


async def create(request):
    try:
        order = Order.model_validate_json(await request.body())
    except ValidationError as error:
        return JSONResponse({"detail": error.errors(include_url=False)}, status_code=422)
    made = create_order(order.customer, order.sku, order.quantity, order.price)
    return JSONResponse(made, status_code=201)


async def receipt(request):
    try:
        order = Order.model_validate_json(await request.body())
    except ValidationError as error:
        return JSONResponse({"detail": error.errors(include_url=False)}, status_code=422)
    return Response(confirm(order).model_dump_json(), 201, media_type="application/json")


app = Starlette(
    routes=[
        Route("/orders/{id}", order, methods=["GET"]),
        Route("/orders", create, methods=["POST"]),
        Route("/receipts", receipt, methods=["POST"]),
    ]
)
