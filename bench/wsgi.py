"""The instance's own application, and beside it, in the same processes, the least that a program can answer."""

from collections.abc import Iterable
from typing import Any

from bench.load import BARE
from passerelle.config.wsgi import application as passerelle



def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """`ok` for the bare answer; everything else is Passerelle's."""
    if environ["PATH_INFO"] == BARE:
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "3")])
        return [b"ok\n"]
    return passerelle(environ, start_response)
