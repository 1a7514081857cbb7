"""Fetching one file over HTTP, within limits of size and time."""

from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPException, HTTPResponse
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from passerelle.kit import clock
from passerelle.rates.rules import MOST_BYTES

PATIENCE_S = 20
"""For each step of the talk; the whole may take three times as long."""
PIECE = 64 * 1024


class CannotFetch(OSError):
    """The file did not come; it says why."""


class _StayHere(HTTPRedirectHandler):
    """Whoever runs the instance has written down an address; nobody else says where to go from there."""

    def redirect_request(self, *_: object) -> None:
        return None


def fetch(address: str) -> bytes:
    """What stands at `address` (HTTP or HTTPS), 20 MB at most, within a minute; redirections are not followed.

    Raises CannotFetch.
    """
    if urlsplit(address).scheme not in ("http", "https"):
        raise CannotFetch(f"{address} is no address of the web")
    asking = Request(address, headers={"User-Agent": "Passerelle", "Accept": "application/xml, text/xml"})  # noqa: S310
    try:
        with build_opener(_StayHere).open(asking, timeout=PATIENCE_S) as answer:
            return b"".join(_pieces(answer))
    except (URLError, HTTPException, TimeoutError, ConnectionError) as failure:
        raise CannotFetch(f"{address}: {failure}") from failure


def _pieces(answer: HTTPResponse) -> Iterator[bytes]:
    size, too_late = 0, clock.now() + timedelta(seconds=3 * PATIENCE_S)
    while piece := answer.read1(PIECE):
        size += len(piece)
        if size > MOST_BYTES:
            raise CannotFetch("the file is larger than anything that the bank publishes")
        if clock.now() > too_late:
            raise CannotFetch("the file comes too slowly")
        yield piece
