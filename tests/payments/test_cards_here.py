"""Cards from the page to the books, against a server that speaks Stripe's protocol on loopback; some in a browser."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from passerelle.care.actions.paying import ask_the_card_gateway, send_refunds_by_card
from passerelle.gateways.stripe_cards import StripeCards
from passerelle.gateways.stripe_keys import Stripe
from passerelle.kit import clock
from passerelle.networks.models import Network
from passerelle.networks.rules import NetworkRole
from passerelle.payments.actions import promise_refund
from passerelle.payments.models import Payment, Payout, Refund
from passerelle.payments.rules import Method, RefundState, State
from passerelle.payments.rules.cards import GatewayIsAway, GatewayRefuses, Progress, Wanted
from passerelle.people.models import Person
from tests.chromium import found
from tests.makers import make_officer, make_person
from tests.payments.makers import held, make_paid_network, make_payment
from tests.payments.waiting import free_port, until

pytestmark = pytest.mark.django_db(transaction=True)
GOOD, REFUSED, ASKS_MORE = "4242424242424242", "4000000000000341", "4000002500003155"
SECRET = "whsec_of_the_tests"


@pytest.fixture(scope="module")
def stripe() -> Iterator[Stripe]:
    """Stripe on loopback, and the keys by which it is spoken to."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.payments.stripe_here", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    here = f"http://127.0.0.1:{port}"
    try:
        until(lambda: urllib.request.urlopen(f"{here}/js.stripe.com/here/", timeout=2).status == 200)
        yield Stripe("the-pass", "sk_test_1234", "pk_test_1234", SECRET, here, f"{here}/js.stripe.com/here/")
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def keys(stripe: Stripe, settings: Any) -> Stripe:
    """The instance has these keys."""
    settings.STRIPE = stripe
    return stripe


@pytest.fixture
def payment(ana: Person, keys: Stripe) -> Payment:
    """149 euros by card."""
    return make_payment(ana, make_paid_network(slug="the-pass"), method=Method.CARD)


def told(stripe: Stripe, path: str, what: dict[str, Any]) -> Any:
    """Say something to Stripe as a browser or its own pages would."""
    asked = urllib.request.Request(f"{stripe.api}{path}", json.dumps(what | {"key": "pk_test_1234"}).encode())
    with urllib.request.urlopen(asked, timeout=5) as answer:
        said = answer.read()
    return json.loads(said) if said else None


def begun(payment: Payment, browser: Client) -> str:
    """Press *Pay by card*; the secret with which the browser would go on."""
    at = browser.post(f"/payments/{payment.reference}/card/").headers["Location"]
    page = browser.get(at).content.decode()
    return page.partition('data-secret="')[2].partition('"')[0]


def typed(stripe: Stripe, secret: str, number: str) -> None:
    """Elements send the card."""
    card = {"number": number, "exp_month": "12", "exp_year": "2030", "cvc": "123"}
    intent = secret.partition("_secret_")[0]
    try:
        told(stripe, f"/v1/payment_intents/{intent}/_authenticate", {"client_secret": secret, "card": card})
    except urllib.error.HTTPError as refused:
        assert refused.code == 402  # noqa: PT017


def fresh(payment: Payment) -> Payment:
    return Payment.objects.get(pk=payment.pk)


# Without a browser


def test_a_payment_is_begun_once_and_paid_when_its_payer_comes_back(
    payment: Payment, ana: Person, keys: Stripe, as_: Callable[..., Client]
) -> None:
    browser = as_(ana)
    secret = begun(payment, browser)
    assert begun(payment, browser) == secret
    typed(keys, secret, GOOD)
    browser.post(f"/payments/{payment.reference}/card/done/")
    assert fresh(payment).state == State.PAID
    assert held(payment.network) == {"credits": 12314, "tax_owed": 2586, "card_clearing": 14900}


def test_an_event_that_never_came_is_asked_for(
    payment: Payment, ana: Person, keys: Stripe, as_: Callable[..., Client]
) -> None:
    typed(keys, begun(payment, as_(ana)), GOOD)
    now = clock.now()
    assert ask_the_card_gateway(now) == 1
    assert fresh(payment).state == State.PAID
    assert ask_the_card_gateway(now + timedelta(days=1)) == 0


def test_a_silent_payment_is_asked_about_again_only_after_a_while(
    payment: Payment, ana: Person, keys: Stripe, as_: Callable[..., Client]
) -> None:
    secret, now = begun(payment, as_(ana)), clock.now()
    assert ask_the_card_gateway(now) == 0
    typed(keys, secret, GOOD)
    assert ask_the_card_gateway(now + timedelta(minutes=14)) == 0
    assert ask_the_card_gateway(clock.now() + timedelta(minutes=16)) == 1


def test_a_refused_card_leaves_it_to_be_tried_again(
    payment: Payment, ana: Person, keys: Stripe, as_: Callable[..., Client]
) -> None:
    browser = as_(ana)
    secret = begun(payment, browser)
    typed(keys, secret, REFUSED)
    browser.post(f"/payments/{payment.reference}/card/done/")
    assert fresh(payment).state == State.FAILED
    assert "The card was refused" in browser.get(f"/payments/{payment.reference}/").content.decode()
    assert begun(payment, browser) == secret
    typed(keys, secret, GOOD)
    browser.post(f"/payments/{payment.reference}/card/done/")
    assert fresh(payment).state == State.PAID


def test_a_refund_is_sent_once_by_the_worker(
    payment: Payment, ana: Person, keys: Stripe, as_: Callable[..., Client]
) -> None:
    browser = as_(ana)
    typed(keys, begun(payment, browser), GOOD)
    browser.post(f"/payments/{payment.reference}/card/done/")
    promise_refund(payment, 5000, "withdrawn", by=ana.ref)
    assert [send_refunds_by_card(clock.now()) for _ in range(2)] == [1, 0]
    assert fresh(payment).refunded == 5000
    assert StripeCards(keys).look_up(fresh(payment).gateway_ref or "").refunded == 5000


def test_a_refund_that_stripe_refuses_is_for_a_person(
    payment: Payment, ana: Person, keys: Stripe, as_: Callable[..., Client]
) -> None:
    browser = as_(ana)
    typed(keys, begun(payment, browser), GOOD)
    browser.post(f"/payments/{payment.reference}/card/done/")
    refund = promise_refund(payment, 5000, "withdrawn", by=ana.ref)
    Payment.objects.update(gateway_ref="pi_nobody")
    assert send_refunds_by_card(clock.now()) == 0
    assert Refund.objects.get(pk=refund.pk).state == RefundState.FAILED


def test_what_stripe_refuses_since_it_went_back_already_is_for_nobody(
    payment: Payment, ana: Person, keys: Stripe, as_: Callable[..., Client]
) -> None:
    browser = as_(ana)
    typed(keys, begun(payment, browser), GOOD)
    browser.post(f"/payments/{payment.reference}/card/done/")
    StripeCards(keys).pay_back(fresh(payment).gateway_ref or "", 14900, "elsewhere")
    refund = promise_refund(payment, 5000, "withdrawn", by=ana.ref)
    assert send_refunds_by_card(clock.now()) == 1
    assert Refund.objects.get(pk=refund.pk).state == RefundState.PAID
    assert fresh(payment).refunded == 14900


def test_stripe_being_away_loses_nothing(
    payment: Payment, ana: Person, keys: Stripe, settings: Any, as_: Callable[..., Client]
) -> None:
    browser = as_(ana)
    begun(payment, browser)
    settings.STRIPE = away = replace(keys, api=f"http://127.0.0.1:{free_port()}")
    assert "does not answer" in browser.get(f"/payments/{payment.reference}/card/", follow=True).content.decode()
    assert "being processed" in browser.post(f"/payments/{payment.reference}/card/done/", follow=True).content.decode()
    assert ask_the_card_gateway(clock.now()) == 0
    with pytest.raises(GatewayIsAway):
        StripeCards(away).begin(Wanted("x", 100, "EUR"))
    assert fresh(payment).state == State.ASKED


def test_what_stripe_does_not_know_is_refused(keys: Stripe) -> None:
    with pytest.raises(GatewayRefuses):
        StripeCards(keys).look_up("pi_nobody")
    with pytest.raises(GatewayRefuses):
        StripeCards(keys).begin(Wanted("x", 0, "EUR"))


def test_a_new_intent_is_open(keys: Stripe) -> None:
    one = StripeCards(keys).begin(Wanted("x", 100, "EUR"))
    seen = StripeCards(keys).look_up(one.gateway_ref)
    assert (seen.progress, seen.amount, seen.currency, seen.refunded) == (Progress.OPEN, 100, "EUR", 0)


def test_another_network_of_the_instance_takes_no_cards(ana: Person, keys: Stripe, as_: Callable[..., Client]) -> None:
    payment = make_payment(ana, make_paid_network("Other"), method=Method.CARD)
    browser = as_(ana)
    assert "Pay by card" not in browser.get(f"/payments/{payment.reference}/").content.decode()
    assert "no cards" in browser.post(f"/payments/{payment.reference}/card/", follow=True).content.decode()


def test_only_the_page_of_the_card_lets_stripe_in(
    payment: Payment, ana: Person, fay: Person, keys: Stripe, as_: Callable[..., Client]
) -> None:
    browser = as_(ana)
    begun(payment, browser)
    policies = {
        path: browser.get(path).headers["Content-Security-Policy"]
        for path in (f"/payments/{payment.reference}/card/", f"/payments/{payment.reference}/", "/payments/", "/me/")
    }
    assert [keys.api in policy for policy in policies.values()] == [True, False, False, False]
    assert as_(fay).get(f"/payments/{payment.reference}/card/").status_code == 404


# With its events, and a browser


@pytest.fixture
def events(keys: Stripe, live_server: Any) -> Iterator[None]:
    """Stripe tells the instance."""
    told(keys, "/_config/webhooks/here", {"url": f"{live_server.url}/payments/card-events/", "secret": SECRET})
    yield
    told(keys, "/_config/webhooks/here", {"url": "http://127.0.0.1:9/", "secret": SECRET, "events": ["none"]})


@pytest.fixture
def page(live_server: Any, ana: Person, client: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """Ana's telephone, signed in."""
    path = found()
    if path is None:
        pytest.skip("browser stories (no Chromium here: apt-get install chromium)")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop of its own in this thread
    client.force_login(ana)
    sign = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
        context.add_cookies([sign])  # type: ignore[list-item]
        yield context.new_page()
        chromium.close()
        connections.close_all()  # within that loop, this thread has a connection of its own


def types_card(page: Page, number: str) -> None:
    """Type a card where Elements stand, and press."""
    for field, value in (("number", number), ("exp_month", "12"), ("exp_year", "30"), ("cvc", "123")):
        page.locator(f"#card input[placeholder={field}]").fill(value)
    page.locator("#card-form button").click()


@pytest.mark.browser
def test_ana_pays_by_card_and_what_she_typed_never_comes_here(
    payment: Payment, events: None, page: Page, live_server: Any, keys: Stripe
) -> None:
    heard: list[str] = []
    page.on("request", lambda asked: heard.append(f"{asked.url} {asked.post_data or ''}"))
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(f"{live_server.url}/payments/{payment.reference}/")
    page.get_by_role("button", name="Pay by card").click()
    types_card(page, GOOD)
    page.wait_for_url(f"{live_server.url}/payments/{payment.reference}/")
    assert page.get_by_text("Paid on").is_visible()
    assert any(GOOD in one for one in heard if one.startswith(keys.api))
    assert not any(GOOD in one for one in heard if one.startswith(live_server.url))
    assert wrong == []
    until(lambda: fresh(payment).state == State.PAID)


@pytest.mark.browser
def test_a_card_that_is_refused_is_said_on_the_page_and_another_one_pays(
    payment: Payment, events: None, page: Page, live_server: Any
) -> None:
    page.goto(f"{live_server.url}/payments/{payment.reference}/")
    page.get_by_role("button", name="Pay by card").click()
    types_card(page, REFUSED)
    page.locator("#card-wrong:not([hidden])").wait_for()
    assert "declined" in page.locator("#card-wrong").inner_text()
    until(lambda: fresh(payment).state == State.FAILED)
    types_card(page, GOOD)
    page.wait_for_url(f"{live_server.url}/payments/{payment.reference}/")
    assert fresh(payment).state == State.PAID


@pytest.mark.browser
@pytest.mark.parametrize(("answer", "state"), [("Complete", State.PAID), ("Fail", State.ASKED)])
def test_a_bank_may_ask_the_payer_who_they_are(
    answer: str, state: State, payment: Payment, page: Page, live_server: Any
) -> None:
    page.goto(f"{live_server.url}/payments/{payment.reference}/")
    page.get_by_role("button", name="Pay by card").click()
    types_card(page, ASKS_MORE)
    page.get_by_role("button", name=f"{answer} authentication").click()
    if state is State.PAID:
        page.wait_for_url(f"{live_server.url}/payments/{payment.reference}/")
    else:
        page.locator("#card-wrong:not([hidden])").wait_for()
    assert fresh(payment).state == state


def test_events_alone_tell_all_of_it(
    payment: Payment, events: None, ana: Person, keys: Stripe, as_: Callable[..., Client]
) -> None:
    """Paid, paid back in part, contested and won, and paid out: the payer's browser never came back."""
    typed(keys, begun(payment, as_(ana)), GOOD)
    until(lambda: fresh(payment).state == State.PAID)
    intent = fresh(payment).gateway_ref or ""
    StripeCards(keys).pay_back(intent, 4000, "on their pages")
    until(lambda: fresh(payment).refunded == 4000)
    opened = told(keys, "/_config/disputes", {"payment_intent": intent})["id"]
    until(lambda: fresh(payment).state == State.DISPUTED)
    told(keys, "/_config/disputes", {"dispute": opened, "status": "won"})
    until(lambda: fresh(payment).state == State.PAID)


def test_a_payout_brings_the_money_to_the_bank_and_says_the_fees(
    payment: Payment, events: None, ana: Person, keys: Stripe, as_: Callable[..., Client]
) -> None:
    typed(keys, begun(payment, as_(ana)), GOOD)
    until(lambda: fresh(payment).state == State.PAID)
    asked = urllib.request.Request(
        f"{keys.api}/v1/payouts", b"amount=14651&currency=eur&status=paid", {"Authorization": "Bearer sk_test_1234"}
    )
    urllib.request.urlopen(asked, timeout=5).close()
    until(lambda: Payout.objects.exists())
    payout = Payout.objects.get()
    assert payout.amount == 14651
    assert payout.fee >= 14900 * 150 // 10_000 + 25
    books = held(Network.objects.get(slug="the-pass"))
    assert (books["bank"], books["fees"]) == (14651, payout.fee)
    assert books["card_clearing"] == 14900 - 14651 - payout.fee
    tess = make_person("Tess Maes")
    make_officer(tess, payment.network, NetworkRole.TREASURER)
    assert "146.51" in as_(tess).get("/networks/the-pass/payments/account/").content.decode()
    assert django_settings.STRIPE.is_set
