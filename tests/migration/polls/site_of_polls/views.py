from django.http import HttpResponseBadRequest, JsonResponse
from django.views.decorators.http import require_POST

CHOICES = ["tea", "coffee"]


def poll(request, name):
    answer = JsonResponse({"poll": name, "choices": CHOICES, "page": request.GET.get("page")})
    answer.set_cookie("poll", name)
    return answer


@require_POST
def vote(request):
    choice = request.POST.get("choice")
    if choice not in CHOICES:
        return HttpResponseBadRequest("no such choice")
    return JsonResponse({"voted": choice})
