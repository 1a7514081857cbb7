"""The addresses of the pages."""

from django.urls import URLPattern, URLResolver

from passerelle.web import language, networks, sign_in, spaces

urlpatterns: list[URLPattern | URLResolver] = [
    *spaces.urlpatterns,
    *networks.urlpatterns,
    *language.urlpatterns,
    *sign_in.urlpatterns,
]
