from mangum import Mangum
from orders_core import get_order
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route


async def order(request):
    return JSONResponse(get_order(request.path_params["id"], request.query_params.get("expand")))


app = Starlette(routes=[Route("/orders/{id}", order, methods=["GET"])])
handler = Mangum(app, lifespan="off")
