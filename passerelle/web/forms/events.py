"""What somebody types about an event: the whole of it, or one of its dates."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.events.actions import Changed
from passerelle.events.queries import Event, Occurrence, host_at
from passerelle.events.rules import Described, ForWhom, Kind
from passerelle.events.rules.recurring import Every
from passerelle.kit.refusals import Refusal
from passerelle.people.rules import Language
from passerelle.web.refusals import sentence
from passerelle.web.words import LANGUAGES, listed_choices
from passerelle.web.words_of_events import EVENT_EVERY, EVENT_FOR_WHOM, EVENT_KINDS

if TYPE_CHECKING:
    from passerelle.people.models import Person
    from passerelle.spaces.models import Space

WRONG = {
    "title_is_missing": _("A title is needed."),
    "too_long": _("This is too long."),
    "ends_before_it_begins": _("Say until when: an event lasts a day at most."),
    "out_of_range": _("This number is too small or too great."),
    "is_past": _("This has passed."),
    "too_far_ahead": _("This is too far ahead: 400 days at most."),
    "first_day_does_not_fit": _("The first day is not one of these: choose one that is, or another way to recur."),
    "until_is_before_the_first": _("This is before the first day."),
}


def _date(label: Any, **how: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **how)


def _time(label: Any, **how: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **how)


def _number(label: Any, **how: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})
    return forms.IntegerField(label=label, widget=widget, max_value=9_999, **how)


class DateForm(forms.Form):
    """One date of an event: what it can have of its own."""

    title = forms.CharField(label=_("Title"), max_length=100)
    first_on = _date(_("Day"))
    at = _time(_("Begins"))
    ends = _time(_("Ends"), help_text=_("An hour before the first one is the next day’s."))
    room = forms.CharField(label=_("Where in the space"), max_length=80, required=False)
    places = _number(_("Places"), required=False, min_value=1, help_text=_("Empty: as many as like."))
    text = forms.CharField(
        label=_("What happens"),
        max_length=2000,
        required=False,
        help_text=_("An empty line begins a paragraph."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def minutes(self) -> int:
        """How long it lasts, by the two times that were typed."""
        begins: time = self.cleaned_data["at"]
        ends: time = self.cleaned_data["ends"]
        return ((ends.hour - begins.hour) * 60 + ends.minute - begins.minute) % (24 * 60)

    def changed(self) -> Changed:
        """What was typed."""
        given = self.cleaned_data
        same = {name: given[name] for name in ("title", "text", "room", "places", "at")}
        return Changed(day=given["first_on"], minutes=self.minutes(), **same)

    def refuse(self, refusal: Refusal) -> None:
        """Put each reason beside its line."""
        self.add_error(None, sentence(refusal))
        for field, code in refusal.facts.get("faults", {}).items():
            self.add_error(field if field in self.fields else "first_on", WRONG[code])


class EventForm(DateForm):
    """An event as it is described. Whoever proposes one is its host."""

    field_order = ("title", "kind", "first_on", "at", "ends", "every", "until", "for_whom", "places", "hours", "room")

    kind = forms.ChoiceField(label=_("What it is"), choices=listed_choices(EVENT_KINDS, Kind))
    language = forms.ChoiceField(label=_("Language spoken"), choices=listed_choices(LANGUAGES, Language))
    for_whom = forms.ChoiceField(
        label=_("For whom"),
        choices=listed_choices(EVENT_FOR_WHOM, ForWhom),
        widget=forms.RadioSelect,
        help_text=_("Others do not see it. What is for everybody stands on the page of the space."),
    )
    hours = _number(
        _("The waiting list moves up by itself until so many hours before"),
        min_value=0,
        help_text=_("Later, a place that comes free goes to whoever presses first."),
    )
    every = forms.ChoiceField(label=_("How often"), choices=listed_choices(EVENT_EVERY, Every))
    until = _date(_("Until"), required=False, help_text=_("The last day, included. Empty: no end."))
    host = forms.EmailField(
        label=_("Host"),
        required=False,
        help_text=_("The mail address of a member or of somebody of the team; empty for yourself."),
    )

    def __init__(self, typed: Any = None, *, space: "Space", proposes: bool = False, **how: Any) -> None:
        super().__init__(typed, **{"initial": NEW | {"language": space.language}} | how)
        self.space = space
        if proposes:
            del self.fields["host"]

    def clean_host(self) -> "Person | None":
        """Somebody of the house."""
        address = self.cleaned_data["host"]
        person = host_at(self.space, address) if address else None
        if address and person is None:
            raise forms.ValidationError(sentence(Refusal("host_is_not_known_here")))
        return person

    def described(self) -> Described:
        """What was typed."""
        given = self.cleaned_data
        return Described(
            given["title"],
            Kind(given["kind"]),
            Language(given["language"]),
            ForWhom(given["for_whom"]),
            given["first_on"],
            given["at"],
            self.minutes(),
            given["text"],
            given["room"],
            given["places"],
            given["hours"],
            Every(given["every"]),
            given["until"],
        )


NEW: dict[str, Any] = {
    "kind": Kind.MEETUP.value,
    "for_whom": ForWhom.MEMBERS.value,
    "every": Every.ONCE.value,
    "hours": 2,
}


def initial_of_date(occurrence: Occurrence) -> dict[str, Any]:
    """What stands in the form of one date before anything is typed."""
    same = {name: getattr(occurrence, name) for name in ("title", "text", "room", "places")}
    return same | {"first_on": occurrence.day, "at": occurrence.begins.time(), "ends": occurrence.ends.time()}


def initial_of_event(event: Event, occurrence: Occurrence) -> dict[str, Any]:
    """What stands in the form of all that follow: the event as it is described, from this date on."""
    names = ("title", "text", "room", "places", "kind", "language", "for_whom", "hours", "at", "every", "until")
    same = {name: getattr(event, name) for name in names}
    host = event.host.email if event.host else ""
    return same | {"first_on": occurrence.recurs_on, "ends": _end(event.at, event.minutes), "host": host}


def _end(begins: time, minutes: int) -> time:
    return (datetime.combine(date(2000, 1, 1), begins) + timedelta(minutes=minutes)).time()
