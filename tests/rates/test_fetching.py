"""How the bank's file is fetched: within limits of size and time, from the address that was set and no other."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any

import pytest

from passerelle.gateways.rates.fetching import CannotFetch, fetch
from passerelle.gateways.rates.jobs import fetch_rates
from passerelle.kit import clock
from passerelle.networks.models import Network
from passerelle.rates.models import PublishedRate
from passerelle.rates.queries import rate_on
from tests.passes.makers import make_paid_network
from tests.rates.published import envelope

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return make_paid_network()


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """A server on this machine that answers so; gives its address."""
    servers: list[ThreadingHTTPServer] = []

    def begin(body: bytes = b"", status: int = 200, pause_s: float = 0, **headers: str) -> str:
        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for piece in (bytes([sign]) for sign in body) if pause_s else (body,):
                    sleep(pause_s)
                    with suppress(OSError):  # whoever asked may have gone
                        self.wfile.write(piece)

            def log_message(self, *_: object) -> None:
                """Nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/eurofxref-daily.xml"

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()


def test_the_worker_fetches_and_keeps_the_banks_file(
    serve: Callable[..., str], settings: Any, network: Network
) -> None:
    settings.RATES_FROM = serve(envelope({date(2027, 1, 5): {"HKD": "8.15", "USD": "1.09"}}))
    assert fetch_rates(clock.now()) == 2
    assert fetch_rates(clock.now()) == 0
    assert rate_on("HKD", date(2027, 1, 6)) is not None


def test_nothing_is_fetched_where_nothing_is_sold_or_no_address_is_set(
    serve: Callable[..., str], settings: Any
) -> None:
    settings.RATES_FROM = serve(envelope({date(2027, 1, 5): {"HKD": "8.15"}}))
    assert fetch_rates(clock.now()) == 0
    make_paid_network()
    settings.RATES_FROM = ""
    assert fetch_rates(clock.now()) == 0
    assert not PublishedRate.objects.exists()


def test_what_does_not_come_is_said(serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = serve(b"never read")
    with pytest.raises(CannotFetch, match="302"):
        fetch(serve(status=302, Location=elsewhere))
    with pytest.raises(CannotFetch, match="503"):
        fetch(serve(status=503))
    with pytest.raises(CannotFetch, match="no address of the web"):
        fetch("file:///etc/passwd")
    monkeypatch.setattr("passerelle.gateways.rates.fetching.MOST_BYTES", 1000)
    with pytest.raises(CannotFetch, match="larger"):
        fetch(serve(b"x" * 2000))


def test_a_file_that_comes_too_slowly_is_given_up(serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("passerelle.gateways.rates.fetching.PATIENCE_S", 0.1)
    with pytest.raises(CannotFetch):
        fetch(serve(b"x" * 50, pause_s=0.03))
