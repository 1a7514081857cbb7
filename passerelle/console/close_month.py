"""`passerelle close-month`: settle a month between a network and its spaces, or only say what it would come to."""

from babel.numbers import format_currency, get_currency_precision

from passerelle.console.words import CannotGoOn, Progress, say
from passerelle.kit.refusals import Refusal
from passerelle.ledger.rules.months import month_named
from passerelle.networks.queries import Network, network_at
from passerelle.settlement.actions import Report, close_month, what_it_would_come_to
from passerelle.settlement.queries import closing_of, names_of_spaces, statements_of, sums_of_bundles

WORDS = {
    "month_is_not_over": "{month:%Y-%m} is not over everywhere: wait for 11 h UTC of the day after its last.",
    "month_before_is_open": "Close the months in their order: {next:%Y-%m} comes first.",
    "no_conditions_are_set": "The treasurer has set no conditions yet. That is done on /networks/{slug}/months/.",
    "books_have_faults": "The books have faults, so nothing was closed. Run `passerelle check-books --network {slug}`.",
}
BECOMES = {"payout": "is paid", "request": "is asked for", "carried": "carried over", "nothing": "nothing to settle"}


def close(month: str, slug: str, *, dry_run: bool) -> int:
    """0 once it is closed (or, in a dry run, could be); 1 where a space could not be settled. Raises CannotGoOn."""
    network = network_at(slug)
    if network is None:
        raise CannotGoOn(f"There is no network called {slug}.")
    try:
        first = month_named(month)
        return _say_what_would_come(network, month) if dry_run else _say_how_it_went(network, month)
    except ValueError as reason:
        raise CannotGoOn(str(reason)) from reason
    except Refusal as refusal:
        facts = refusal.facts | {"slug": slug, "month": first}
        raise CannotGoOn(WORDS.get(refusal.code, refusal.code).format(**facts)) from refusal


def _say_what_would_come(network: Network, month: str) -> int:
    found = what_it_would_come_to(network, month_named(month))
    names = names_of_spaces(space for space, _, _ in found)
    for space, currency, told in found:
        _say_line(names[space], currency, told.net, told.outcome)
    say(f"{len(found)} statements. Nothing was written.")
    return 0


def _say_how_it_went(network: Network, month: str) -> int:
    with Progress(f"Closing {month} of {network.slug}") as progress:
        report = close_month(
            network, month_named(month), by="console", step=lambda done, of: progress("statements", done, of)
        )
    for name, why in report.failed:
        say(f"{name} could not be settled: {why}")
    closing = closing_of(network, month_named(month))
    if closing is not None and report.is_closed:
        for one in statements_of(closing):
            _say_line(one.space.name, one.currency, one.net, one.outcome)
        say(f"{sums_of_bundles(closing)['all']} holders are invoiced by the worker, and asked for what they owe.")
    return _say_end(report, month)


def _say_end(report: Report, month: str) -> int:
    say(f"{report.settled} statements settled now; {month} is {'closed' if report.is_closed else 'NOT closed'}.")
    return 0 if report.is_closed else 1


def _say_line(name: str, currency: str, net: int, outcome: str) -> None:
    amount = format_currency(abs(net) / 10 ** get_currency_precision(currency), currency, locale="en")
    say(f"{name}: {'-' if net < 0 else ''}{amount}, {BECOMES[outcome]}")
