from django.urls import include, path

from pages import views

urlpatterns = [
    path("", views.index),
    path("hello/<str:name>/", views.hello),
    path("guarded/", views.guarded),
    path("posted/", views.posted),
    path("lines/", views.lines),
    path("fails/", views.fails),
    path("live/", include([path("now/<int:number>", views.live), path("lines", views.later)])),
]
