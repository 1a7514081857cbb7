"""What pages say of rooms: when, how long, what they cost, for whom they are, why they cannot be had."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from passerelle.bookings.rules import Letting, NotPossible, PaidFirst
from passerelle.bookings.rules.steps import QUARTERS_AN_HOUR, Unit, Wall
from passerelle.web import phrases
from passerelle.web.words_of_rooms import NOT_BOOKABLE, open_to_word

if TYPE_CHECKING:
    from passerelle.bookings.models import Booking, Resource


def time_words(wall: Wall, *, by_the_day: bool) -> str:
    """« mardi 12 janvier, 9 h – 11 h » · "Tuesday 12 January, 9:00 – 11:00"; days alone where it is had by the day."""
    first, last = wall.days[0], wall.days[-1]
    if by_the_day:
        if first == last:
            return phrases.day(first)
        return _("%(first)s to %(last)s") % {"first": phrases.day(first), "last": phrases.day(last)}
    if first == last:
        return f"{phrases.day(first)}, {phrases.hour(wall.begins.time())} – {phrases.hour(wall.ends.time())}"
    return f"{_moment(wall.begins)} – {_moment(wall.ends)}"


def _moment(wall: datetime) -> str:
    return f"{phrases.day(wall.date())}, {phrases.hour(wall.time())}"


def booked_words(booking: "Booking") -> str:
    """When a booking is, by the clock at the space."""
    return time_words(booking.wall, by_the_day=booking.resource.by_the_day)


def length_words(unit: Unit, steps: int) -> str:
    """« 1 h 30 », « 3 jours »; quarters alone as minutes."""
    if unit is Unit.DAY:
        return ngettext("%(number)s day", "%(number)s days", steps) % {"number": steps}
    hours, minutes = steps // QUARTERS_AN_HOUR, steps % QUARTERS_AN_HOUR * 15
    if not hours:
        return _("%(number)s minutes") % {"number": minutes}
    if minutes:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}


def ahead_words(span: timedelta) -> str:
    """« 2 jours », « 3 heures »: whole days where it is some."""
    hours = int(span.total_seconds() // 3600)
    if hours and hours % 24 == 0:
        return length_words(Unit.DAY, hours // 24)
    return length_words(Unit.HOUR, hours * QUARTERS_AN_HOUR)


def why_not_sentence(why: NotPossible, letting: Letting) -> str:
    """Why a room cannot be had then."""
    return str(NOT_BOOKABLE[why]) % {
        "notice": ahead_words(timedelta(hours=letting.notice_hours)),
        "ahead": length_words(Unit.DAY, letting.ahead_days),
        "shortest": length_words(letting.unit, letting.shortest),
        "longest": length_words(letting.unit, letting.longest),
    }


def for_whom(open_to: str) -> str:
    """That it is open to others on that day."""
    return _("On that day, this room is for %(whom)s.") % {"whom": open_to_word(open_to)}


def price_words(resource: "Resource") -> str:
    """« 20,00 € l’heure, 90,00 € la journée au plus ; pour les membres 12,00 € l’heure »; all without tax."""
    prices = resource.letting.prices
    said = _price(resource, prices.hour, prices.day)
    if prices.member_hour is None and prices.member_day is None:
        return said
    member_day = prices.day if prices.member_day is None else prices.member_day
    member_hour = prices.hour if prices.member_hour is None else prices.member_hour
    return _("%(price)s; for members %(theirs)s") % {"price": said, "theirs": _price(resource, member_hour, member_day)}


def _price(resource: "Resource", hour: int, day: int | None) -> str:
    currency = resource.currency
    if resource.by_the_day:
        return _("%(price)s a day") % {"price": phrases.money(day, currency)} if day else _("free of charge")
    if not hour:
        return _("free of charge")
    an_hour = _("%(price)s an hour") % {"price": phrases.money(hour, currency)}
    if day is None:
        return an_hour
    return _("%(hour)s, %(day)s a day at most") % {"hour": an_hour, "day": phrases.money(day, currency)}


def cancelling_words(resource: "Resource") -> str:
    """Until when a booking may be cancelled; and where it is sold, what that gives back later."""
    said = in_time_words(resource)
    if not resource.is_sold or not _costs(resource.letting) or not resource.letting.cancelled_ahead:
        return said
    return f"{said} {late_words(resource.letting.late_back)}"


def in_time_words(resource: "Resource") -> str:
    """Until when a booking may be cancelled free of charge."""
    ahead = resource.letting.cancelled_ahead
    if not ahead:
        return _("Until it begins.")
    return _("Until %(time)s before it begins.") % {"time": ahead_words(ahead)}


def late_words(late_back: int) -> str:
    """What goes back of what is cancelled later, until it begins."""
    if not late_back:
        return _("Afterwards nothing goes back.")
    if late_back == 100:
        return _("Afterwards, until it begins, the whole price goes back as well.")
    return _("Afterwards, until it begins, %(percent)s %% of the price goes back.") % {"percent": late_back}


def paying_words(resource: "Resource") -> str:
    """Who has to pay before it is booked, and how long it is held meanwhile."""
    letting = resource.letting
    held = ahead_words(timedelta(hours=letting.hold_hours))
    if letting.paid_first is PaidFirst.EVERYBODY:
        return _("Before it is booked: it is held for %(time)s, or until it begins.") % {"time": held}
    if letting.paid_first is PaidFirst.OTHERS:
        return _(
            "Members may pay later; for others it is held for %(time)s, or until it begins, and booked once it is paid."
        ) % {"time": held}
    return _("Asked at once; it may be paid later.")


def conditions_of(resource: "Resource") -> list[tuple[str, str]]:
    """The conditions of a room, each with its label."""
    letting = resource.letting
    lines = [
        (
            _("Price"),
            _("%(price)s, without tax") % {"price": price_words(resource)}
            if _costs(letting)
            else price_words(resource),
        ),
        (_("For whom"), open_to_word(resource.open_to)),
        (_("How long"), _length_of(letting)),
        (_("Cancelling"), cancelling_words(resource)),
    ]
    if resource.is_sold and _costs(letting):
        lines.insert(1, (_("Paying"), paying_words(resource)))
    if letting.notice_hours:
        lines.append((_("Ahead at least"), ahead_words(timedelta(hours=letting.notice_hours))))
    lines.append((_("Ahead at most"), length_words(Unit.DAY, letting.ahead_days)))
    if letting.buffer:
        lines.append((_("Kept free afterwards"), length_words(letting.unit, letting.buffer)))
    return lines


def _costs(letting: Letting) -> bool:
    return bool(letting.prices.hour if letting.unit is Unit.HOUR else letting.prices.day)


def _length_of(letting: Letting) -> str:
    shortest, longest = (length_words(letting.unit, one) for one in (letting.shortest, letting.longest))
    return shortest if shortest == longest else _("%(least)s to %(most)s") % {"least": shortest, "most": longest}


def told_of(resource: "Resource") -> str:
    """A few words about it in the reader's language, or in the other where there are none."""
    if (get_language() or "en").startswith("fr"):
        return resource.text_fr or resource.text_en
    return resource.text_en or resource.text_fr
