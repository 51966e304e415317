from django.urls import path

from site_of_polls import views

urlpatterns = [
    path("polls/<slug:name>/", views.poll),
    path("vote", views.vote),
]
