"""The instance's own application, and beside it, in the same processes, the least that can be answered.

Two answers are bare: the server's alone, which shows what pressing itself costs, and Django's, without middleware,
database or template. Pages are compared with the second: it is what the choice of server and framework costs.
"""

from collections.abc import Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from bench.load import BARE, BARE_SERVER
from passerelle.config.wsgi import application as passerelle

OK = b"ok\n"


def bare(request: HttpRequest) -> HttpResponse:
    """The shortest page."""
    return HttpResponse(OK, content_type="text/plain")


urlpatterns = [path(BARE.removeprefix("/"), bare)]


class BareRequest(WSGIRequest):
    """A request that is looked up in this file."""

    urlconf = __name__


class BareDjango(WSGIHandler):
    """Django that answers by itself."""

    request_class = BareRequest


with override_settings(MIDDLEWARE=[]):
    bare_django = BareDjango()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The bare answers at their two addresses; everything else is Passerelle's."""
    if environ["PATH_INFO"] == BARE_SERVER:
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(OK)))])
        return [OK]
    if environ["PATH_INFO"] == BARE:
        return bare_django(environ, start_response)
    return passerelle(environ, start_response)
