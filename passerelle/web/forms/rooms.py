"""What somebody wants to book, and what a manager types about a room."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from passerelle.bookings.actions import Described
from passerelle.bookings.queries import Resource
from passerelle.bookings.rules import Amenity, Every, Kind, Letting, OpenTo, PaidFirst, Prices
from passerelle.bookings.rules.recurring import MOST_TIMES, Again
from passerelle.bookings.rules.steps import QUARTERS_AN_HOUR, Unit, Wall
from passerelle.kit.refusals import Refusal
from passerelle.payments.rules import Method
from passerelle.people.rules import LONGEST_NAME
from passerelle.web import phrases
from passerelle.web.forms.payments import AmountField, typed_amount
from passerelle.web.words import listed_choices, tax_word
from passerelle.web.words_of_rooms import AMENITIES, EVERY, OPEN_TO, ROOM_KINDS, UNITS

if TYPE_CHECKING:
    from passerelle.invoices.models import Tax

WRONG = {
    "out_of_range": _("This number is too small or too great."),
    "longest_is_shorter": _("The longest is shorter than the shortest."),
    "price_is_missing": _("What is had by the day has a price for the day; nought is one."),
    "name_is_missing": _("A name is needed."),
    "hours_cannot_be_read": _("Write them like this: “Mo-Fr 09:00-18:00; Sa 10:00-13:00”."),
}
NEVER = ("", _("once"))
WAYS = {
    Method.TRANSFER: _("by transfer"),
    Method.CARD: _("by card"),
    Method.CASH: _("at the desk, in cash"),
}
PAID_FIRST = {
    PaidFirst.OTHERS: _("whoever is no member; members are asked at once and may pay later"),
    PaidFirst.EVERYBODY: _("everybody"),
    PaidFirst.NOBODY: _("nobody: everybody is asked at once and may pay later"),
}


def _date(label: Any, **how: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **how)


class BookingForm(forms.Form):
    """From when to when, a line what for, and whether it comes again. `price` is the one that was read."""

    day = _date(_("Day"))
    begins = forms.ChoiceField(label=_("From"))
    ends = forms.ChoiceField(label=_("Until"), help_text=_("An hour before the first one is the next day’s."))
    first = _date(_("First day"))
    last = _date(_("Last day"), help_text=_("Included."))
    about = forms.CharField(label=_("What it is for"), max_length=140, required=False)
    every = forms.ChoiceField(label=_("How often"), choices=[NEVER, *listed_choices(EVERY, Every)], required=False)
    times = forms.IntegerField(
        label=_("How many times in all"),
        min_value=2,
        max_value=MOST_TIMES,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    until = _date(_("Or until"), required=False)
    whom = forms.EmailField(
        label=_("For whom"),
        required=False,
        help_text=_("The mail address of somebody known at the space; empty for yourself."),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("It stands on the invoice."),
    )
    method = forms.ChoiceField(
        label=_("How will you pay?"), choices=listed_choices(WAYS, Method), widget=forms.RadioSelect, required=False
    )
    price = forms.IntegerField(required=False, widget=forms.HiddenInput)
    others = forms.BooleanField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        typed: Any = None,
        *,
        resource: Resource,
        hours: Iterable[time],
        is_staff: bool,
        has_name: bool = True,
        ways: Sequence[Method] = (),
    ) -> None:
        super().__init__(typed)
        self.by_the_day = resource.by_the_day
        for name in ("day", "begins", "ends") if self.by_the_day else ("first", "last"):
            del self.fields[name]
        if not is_staff:
            del self.fields["whom"]
        if has_name:
            del self.fields["name"]
        given: Any = self.fields["method"]
        given.choices = [(one.value, WAYS[one]) for one in ways]
        self.initial["method"] = ways[0] if ways else ""
        choices = [(f"{one:%H:%M}", phrases.hour(one)) for one in hours]
        for name in {"begins", "ends"} & set(self.fields):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What comes again has an end."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("every") and not given.get("times") and not given.get("until"):
            self.add_error("times", _now("Say how many times, or until which day."))
        return given

    def wall(self) -> Wall:
        """From when to when, as the clock at the space shows it."""
        given = self.cleaned_data
        if self.by_the_day:
            return Wall.of_days(given["first"], given["last"])
        return Wall.of_hours(given["day"], time.fromisoformat(given["begins"]), time.fromisoformat(given["ends"]))

    def again(self) -> Again | None:
        """How it comes again, if it does."""
        given = self.cleaned_data
        if not given["every"]:
            return None
        return Again(Every(given["every"]), given["times"], given["until"])


def _number(label: Any, help_text: Any = "") -> forms.IntegerField:
    attrs = {"class": "short", "inputmode": "numeric", "min": 0}
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=0, max_value=30_000, widget=forms.NumberInput(attrs=attrs)
    )


def _text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class RoomForm(forms.Form):
    """A room as a manager describes it. Lengths are typed in minutes, or in days for what goes by the day."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("What it is"), choices=listed_choices(ROOM_KINDS, Kind))
    unit = forms.ChoiceField(
        label=_("How it is booked"),
        choices=listed_choices(UNITS, Unit),
        widget=forms.RadioSelect,
        help_text=_("This never changes. By the hour, a price for the day can be said as well."),
    )
    seats = _number(_("Seats"))
    text_fr = _text(_("In a few lines, in French"))
    text_en = _text(_("In a few lines, in English"))
    amenities = forms.MultipleChoiceField(
        label=_("What is there"),
        choices=listed_choices(AMENITIES, Amenity),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    hours = forms.CharField(
        label=_("Hours of its own"),
        max_length=240,
        required=False,
        help_text=_("Empty: those of the space. Else like “Mo-Fr 08:00-22:00”."),
    )
    open_to = forms.ChoiceField(label=_("For whom"), choices=listed_choices(OPEN_TO, OpenTo), widget=forms.RadioSelect)
    shortest = _number(_("Shortest"), _("In minutes; in days for what goes by the day."))
    longest = _number(_("Longest"), _("In minutes; in days for what goes by the day."))
    buffer = _number(_("Kept free afterwards"), _("In minutes; in days for what goes by the day."))
    notice_hours = _number(_("Hours ahead at least"))
    ahead_days = _number(_("Days ahead at most"))
    cancel_hours = _number(_("Cancelling free of charge until so many hours before"))
    late_back = _number(
        _("Cancelled later, so many percent go back"), _("Nought: nothing does. It is read before anybody books.")
    )
    tax = forms.ChoiceField(label=_("Tax"), required=False, help_text=_("Your taxes are named under Taxes."))
    paid_first = forms.ChoiceField(
        label=_("Who has to pay before it is booked"),
        choices=listed_choices(PAID_FIRST, PaidFirst),
        widget=forms.RadioSelect,
    )
    hold_hours = _number(
        _("Held for the money, in hours"),
        _("Long enough for a transfer to reach you. If nothing has come by then, it is free again."),
    )

    def __init__(
        self, typed: Any = None, *, currency: str, resource: Resource | None = None, taxes: Iterable["Tax"] = ()
    ) -> None:
        super().__init__(typed, initial=_initial(resource) if resource else NEW)
        self.taxes = {str(tax.pk): tax for tax in taxes}
        chosen: Any = self.fields["tax"]
        chosen.choices = [
            ("", _now("None: nothing is asked here, it is settled at the desk")),
            *((key, tax_word(tax)) for key, tax in self.taxes.items()),
        ]
        if resource:
            self.fields["unit"].disabled = True
        labels = {
            "price_hour": _now("An hour, in %(currency)s"),
            "price_day": _now("A day, in %(currency)s"),
            "member_price_hour": _now("An hour for members"),
            "member_price_day": _now("A day for members"),
        }
        for name, label in labels.items():
            self.fields[name] = AmountField(
                currency=currency, least=0, required=False, label=label % {"currency": currency}
            )

    def clean(self) -> dict[str, Any]:
        """Minutes are full quarters."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("unit") == Unit.HOUR:
            for name in ("shortest", "longest", "buffer"):
                if (given.get(name) or 0) % 15:
                    self.add_error(name, _now("Full quarters of an hour: 15, 30, 45 …"))
        return given

    def described(self) -> Described:
        """What was typed."""
        given = self.cleaned_data
        a_step = 60 // QUARTERS_AN_HOUR if given["unit"] == Unit.HOUR else 1
        letting = Letting(
            Unit(given["unit"]),
            Prices(given["price_hour"] or 0, given["price_day"], given["member_price_hour"], given["member_price_day"]),
            OpenTo(given["open_to"]),
            given["notice_hours"],
            given["ahead_days"],
            given["shortest"] // a_step,
            given["longest"] // a_step,
            given["buffer"] // a_step,
            given["cancel_hours"],
            PaidFirst(given["paid_first"]),
            given["hold_hours"],
            given["late_back"],
        )
        words = {name: given[name] for name in ("name", "seats", "text_fr", "text_en", "hours")}
        amenities = tuple(Amenity(one) for one in given["amenities"])
        tax = self.taxes.get(given["tax"])
        return Described(kind=Kind(given["kind"]), letting=letting, amenities=amenities, tax=tax, **words)

    def refuse(self, refusal: Refusal) -> None:
        """Put each reason beside its line."""
        for field, code in refusal.facts.get("faults", {}).items():
            self.add_error(field, WRONG[code])


NEW: dict[str, Any] = {
    "kind": Kind.MEETING_ROOM.value,
    "unit": Unit.HOUR.value,
    "seats": 6,
    "open_to": OpenTo.MEMBERS.value,
    "shortest": 30,
    "longest": 480,
    "buffer": 0,
    "notice_hours": 0,
    "ahead_days": 90,
    "cancel_hours": 24,
    "late_back": 0,
    "paid_first": PaidFirst.OTHERS.value,
    "hold_hours": 48,
}
_PRICES = ("price_hour", "price_day", "member_price_hour", "member_price_day")


def _initial(resource: Resource) -> dict[str, Any]:
    same: dict[str, Any] = {name: getattr(resource, name) for name in RoomForm.base_fields}
    a_step = 1 if resource.by_the_day else 60 // QUARTERS_AN_HOUR
    lengths = {name: same[name] * a_step for name in ("shortest", "longest", "buffer")}
    told = {name: getattr(resource, name) for name in _PRICES}
    prices = {name: typed_amount(value, resource.currency) for name, value in told.items() if value is not None}
    return same | lengths | prices | {"amenities": resource.amenities.split(), "tax": resource.tax_id or ""}
