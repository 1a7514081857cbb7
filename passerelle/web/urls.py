"""The addresses of the pages."""

from django.urls import URLPattern, URLResolver

from passerelle.web import language, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    *language.urlpatterns,
    *sign_in.urlpatterns,
]
