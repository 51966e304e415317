import asyncio

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.template import engines
from django.views.decorators.csrf import csrf_exempt

PAGE = "<h1>Hello {{ name }}!</h1>"


def index(request):
    response = HttpResponse("pages", content_type="text/plain")
    response.set_cookie("a", "1")
    response.set_cookie("b", "2", httponly=True)
    return response


def hello(request, name):
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"name": name}, request))


def guarded(request):
    return HttpResponse("never without a token")


@csrf_exempt
def posted(request):
    files = {key: each.read().decode() for key, each in request.FILES.items()}
    return JsonResponse(
        {
            "post": request.POST.dict(),
            "files": files,
            "secure": request.is_secure(),
            "path": request.path,
            "get": request.GET.getlist("x"),
        }
    )


def lines(request):
    return StreamingHttpResponse((f"line {n}\n" for n in range(3)), content_type="text/plain")


def fails(request):
    raise RuntimeError("on purpose")


async def live(request, number):
    await asyncio.sleep(0)
    return JsonResponse({"number": number, "path": request.path, "method": request.method})


async def later(request):
    async def body():
        for number in range(3):
            yield f"later {number}\n"

    return StreamingHttpResponse(body(), content_type="text/plain")
