"""Which address leads to which door."""

from django.contrib import admin
from django.urls import include, path

from passerelle.web.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("backstage/", admin.site.urls),
    path("", include("passerelle.web.urls")),
]
