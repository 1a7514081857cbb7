"""What is written about a stay: one function per letter, to the space or to the traveller.

Letters of an answer wait ten minutes, while the space may take it back.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from passerelle.getaways.access import sealed
from passerelle.getaways.models import Stay
from passerelle.getaways.queries import payment_of, refund_of
from passerelle.getaways.rules import UNDO_LASTS
from passerelle.mail import actions as mail
from passerelle.mail.actions import Recipient
from passerelle.payments.models import Payment

NAMELESS = {"fr": "Quelqu’un", "en": "Somebody"}


def ask_space(stay: Stay) -> None:
    """Put the request to the space: who, which days, what they bring, and a page on which to say yes or no."""
    _to_space("ask_space", stay, f"asking-{stay.answers}", {"until": stay.lapse_at})


def confirm_to_space(stay: Stay) -> None:
    """Tell the space what was agreed, once its answer stands."""
    _to_space("confirm_to_space", stay, _of_the_answer(stay, "space"), {}, leave_after=_once_it_stands(stay))


def tell_space_of_cancellation(stay: Stay) -> None:
    """Tell the space that the traveller does not come, and what stays with it."""
    _to_space("tell_space_of_cancellation", stay, f"cancelled-{stay.answers}", {"kept": stay.kept})


def tell_traveller_of_yes(stay: Stay) -> None:
    """Tell the traveller that he is expected, what it costs, and until when cancelling is free."""
    _to_traveller("tell_traveller_of_yes", stay, _of_the_answer(stay, "traveller"), leave_after=_once_it_stands(stay))


def tell_traveller_of_no(stay: Stay) -> None:
    """Tell the traveller that the space cannot."""
    _to_traveller("tell_traveller_of_no", stay, _of_the_answer(stay, "traveller"), leave_after=_once_it_stands(stay))


def tell_traveller_of_lapse(stay: Stay) -> None:
    """Tell the traveller that nobody answered in time."""
    _to_traveller("tell_traveller_of_lapse", stay, "lapsed")


def tell_traveller_of_withdrawal(stay: Stay) -> None:
    """Tell the traveller that the space takes its yes back, why, and that nothing is owed."""
    _to_traveller("tell_traveller_of_withdrawal", stay, f"withdrawn-{stay.answers}")


def confirm_cancellation(stay: Stay) -> None:
    """Tell the traveller that his stay is cancelled and what the rule keeps of its price."""
    _to_traveller("confirm_cancellation", stay, f"confirmed-{stay.answers}")


def tell_traveller_it_is_paid(stay: Stay) -> None:
    """The receipt of a stay: how it was paid, for which days, and once more what cancelling costs."""
    payment = None if stay.by_pass else payment_of(stay)
    facts = {"paid": payment.amount, "base": payment.currency} if payment else {}
    _to_traveller("tell_traveller_it_is_paid", stay, "paid", facts)


def tell_space_it_is_paid(stay: Stay) -> None:
    """Tell the space that the stay is paid, and when it is owed its price."""
    _to_space("tell_space_it_is_paid", stay, "paid-space", {})


def tell_traveller_it_was_not_paid(stay: Stay) -> None:
    """Tell the traveller that the stay was not paid in time, so that its places are free again."""
    _to_traveller("tell_traveller_it_was_not_paid", stay, "not-paid")


def tell_space_it_was_not_paid(stay: Stay) -> None:
    """Tell the space that the stay was not paid in time, so that its places are free again."""
    _to_space("tell_space_it_was_not_paid", stay, "not-paid-space", {})


def tell_traveller_that_it_goes_back(stay: Stay, payment: Payment) -> None:
    """Tell the traveller that what came for a stay that waits for nothing goes back whole."""
    facts = {"paid": payment.amount, "base": payment.currency, "state": stay.state}
    _to_traveller("tell_traveller_that_it_goes_back", stay, "goes-back", facts)


def withhold_answer(stay: Stay) -> None:
    """Stop the letters of the last answer that have not left."""
    mail.withhold(key_prefix=f"stay-{stay.pk}-{_of_the_answer(stay, '')}")


def withhold_question(stay: Stay) -> None:
    """Stop the question itself, where it has not left yet: it is too late to answer."""
    mail.withhold(about=stay.ref, kinds=("ask_space",))


def _to_space(kind: str, stay: Stay, key: str, facts: Mapping[str, Any], **how: Any) -> None:
    """A space that cannot be written to has its page."""
    space = stay.getaway.space
    if space.answers_letters:
        link = f"{settings.SITE_URL}/stays/answer/{sealed(stay)}/"
        _write(kind, stay, Recipient(space.email, space.name, space.language), key, {"link": link, **facts}, **how)


def _to_traveller(kind: str, stay: Stay, key: str, more: Mapping[str, Any] | None = None, **how: Any) -> None:
    """Whoever was forgotten is not written to."""
    person = stay.person
    if person.forgotten_at is None:
        page = f"{settings.SITE_URL}/stays/{stay.reference}/"
        goes_back = {"back": back.amount, "base": back.payment.currency} if (back := refund_of(stay)) else {}
        facts = {"page": page, "kept": stay.kept, **goes_back, **(more or {})}
        _write(kind, stay, Recipient(person.email, person.name, person.language), key, facts, **how)


def _write(kind: str, stay: Stay, to: Recipient, key: str, facts: Mapping[str, Any], **how: Any) -> None:
    mail.write(
        kind,
        room="getaways",
        to=to,
        facts={**_facts(stay, to.language), **facts},
        about=(stay.ref, stay.person.ref),
        key=f"stay-{stay.pk}-{key}",
        **how,
    )


def _facts(stay: Stay, language: str) -> dict[str, Any]:
    """What every letter may say."""
    getaway, space, person = stay.getaway, stay.getaway.space, stay.person
    return {
        "title": getaway.title_fr if language == "fr" else getaway.title_en,
        "space": space.name,
        "town": space.town,
        "zone": space.time_zone,
        "network": getaway.network.name,
        "traveller": person.name or NAMELESS.get(language, NAMELESS["en"]),
        "first_name": person.first_name,
        "first": stay.first_day,
        "last": stay.last_day,
        "how_many": len(stay.span.days),
        "price": stay.price,
        "currency": stay.currency,
        "about": stay.about,
        "line": stay.answer_line,
        "free_until": stay.rule.last_free_day(stay.first_day),
        "kept_percent": stay.rule.kept_percent,
        "pay_by": stay.lapse_at,
        "was_paid": stay.paid_at is not None,
        "by_pass": stay.by_pass,
        "paid": 0,
        "back": 0,
        "base": "",
    }


def _of_the_answer(stay: Stay, to: str) -> str:
    """The letters of one answer share the beginning of their keys, so that they can be stopped together."""
    return f"answer-{stay.answers}-{to}"


def _once_it_stands(stay: Stay) -> datetime | None:
    return stay.answered_at + UNDO_LASTS if stay.answered_at else None
