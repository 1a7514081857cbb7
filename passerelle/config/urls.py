"""Which address leads to which door."""

from django.urls import include, path

from passerelle.backstage.site import site as backstage
from passerelle.web.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("backstage/", backstage.urls),
    path("", include("passerelle.web.urls")),
]
