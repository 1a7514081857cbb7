"""What whoever runs the instance fills in to begin: a space that nobody acts for yet, and a network."""

from dataclasses import fields
from typing import Any, ClassVar
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.networks.models import Network
from passerelle.networks.rules import Mode
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.spaces.rules import Description, Place, faults, tidied

WORDS = {
    "kind_is_not_known": _("Choose what sort of place it is."),
    "hours_cannot_be_read": _("These hours cannot be read. Write them as in: Mo-Fr 09:00-18:00."),
    "currency_is_not_known": _("This currency is not known. Write its three letters, as in EUR."),
}


class SpaceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A space to be listed, and who is invited to manage it."""

    manager = forms.EmailField(label=_("Mail address of its first manager"), required=False)

    class Meta:
        model = Space
        fields = ("slug", "email", *(field.name for noun in (Description, Place) for field in fields(noun)))
        field_classes: ClassVar = {"website": forms.CharField}  # the rules say what an address is

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_time_zone(self) -> str:
        """A name of the IANA database."""
        name = str(self.cleaned_data["time_zone"])
        if name not in available_timezones():
            raise forms.ValidationError(_("This time zone is not known. Write it as in Europe/Brussels."))
        return name

    def clean(self) -> dict[str, Any]:
        """What the rules say of a description, said of the fields."""
        super().clean()
        if not self.errors:
            for field, fault in faults(self.description(), self.cleaned_data["email"]).items():
                self.add_error(field, WORDS.get(fault.code, _("This cannot be kept.")))
        return self.cleaned_data

    def description(self) -> Description:
        """What the space says of itself."""
        return tidied(Description(**self._of(Description)))

    def place(self) -> Place:
        """Where it stands."""
        return Place(**self._of(Place) | {"country": self.cleaned_data["country"].upper()})

    def _of(self, noun: type[Description] | type[Place]) -> dict[str, Any]:
        return {field.name: self.cleaned_data[field.name] for field in fields(noun)}


MODES = (
    (Mode.HOSPITALITY, _("Hospitality: days are given, never billed")),
    (Mode.PAID, _("Paid: the network sells passes, owes each space its days, and books all of it to the cent")),
)


class NetworkForm(forms.ModelForm):  # type: ignore[type-arg]
    """A network to be founded, how it reckons, who organises it and, where it sells days, who keeps its books."""

    mode = forms.ChoiceField(
        label=_("How it reckons"),
        choices=MODES,
        initial=Mode.HOSPITALITY,
        widget=forms.RadioSelect,
        help_text=_("This never changes: a network that gives days never turns into one that sells them."),
    )
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        initial="EUR",
        help_text=_("In which a network in paid mode sells and keeps its books. It never changes either."),
    )
    organiser = forms.ModelChoiceField(Person.objects.filter(forgotten_at=None), label=_("Organiser"))
    treasurer = forms.ModelChoiceField(
        Person.objects.filter(forgotten_at=None),
        label=_("Treasurer"),
        required=False,
        help_text=_("In paid mode: who sets prices and taxes, records what comes in, and closes each month."),
    )

    class Meta:
        model = Network
        fields = ("name", "slug", "summary_fr", "summary_en")

    def clean_currency(self) -> str:
        """Three letters that Unicode's CLDR knows."""
        code = str(self.cleaned_data["currency"]).upper()
        if code not in list_currencies():
            raise forms.ValidationError(WORDS["currency_is_not_known"])
        return code

    def clean(self) -> dict[str, Any]:
        """Whoever sells keeps books, so somebody must."""
        super().clean()
        if self.cleaned_data.get("mode") == Mode.PAID and not self.cleaned_data.get("treasurer"):
            self.add_error("treasurer", _("A network that sells days needs a treasurer from its first day."))
        return self.cleaned_data
