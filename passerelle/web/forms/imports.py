"""A list of spaces, where it comes from, and which of its columns holds what."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from passerelle.kit.refusals import Refusal
from passerelle.listings.actions.imports import MOST_BYTES_SENT
from passerelle.listings.actions.taking_in import LONGEST_LICENCE, LONGEST_NAME
from passerelle.spaces.rules import Kind
from passerelle.web.import_words import FIELDS
from passerelle.web.refusals import sentence

OF_ONE_KIND = {
    Kind.COWORKING: _("coworking spaces"),
    Kind.OFFICE_CENTRE: _("office centres"),
    Kind.CAFE: _("cafés"),
    Kind.GETAWAY: _("getaways"),
    Kind.MAKER_SPACE: _("maker spaces"),
}


class ListForm(forms.Form):
    """A file, and nothing else: no browser fills a file in again after a mistake in another field."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV, TSV, JSON, GeoJSON or Markdown, of any program; 20 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.json,.jsonl,.geojson,.md"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> Any:
        """The file, unless it is too large."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES_SENT:
            raise forms.ValidationError(
                _now("The file is larger than %(most)s MB.") % {"most": MOST_BYTES_SENT // 1_000_000}
            )
        return upload


class SourceForm(forms.Form):
    """Where a list comes from, on which terms it may be used, and of which day it is."""

    source_name = forms.CharField(
        label=_("Where the list comes from"),
        max_length=LONGEST_NAME,
        help_text=_("It is said beside every value. A newer file of the same source brings its values up to date."),
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
        error_messages={"required": _("Say where the list comes from.")},
    )
    licence = forms.CharField(
        label=_("Licence, and whom to name"),
        max_length=LONGEST_LICENCE,
        required=False,
        help_text=_("For instance: ODbL, names of its authors."),
    )
    told_on = forms.DateField(
        label=_("Date of the list"),
        required=False,
        help_text=_("The day on which it was true. Empty: no date is said, and an older list may be taken for newer."),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"invalid": _("This date does not exist, or is not written like 31/01/2027.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    kind = forms.TypedChoiceField(
        label=_("The list is of"),
        choices=(("", _("places of several kinds")), *OF_ONE_KIND.items()),
        coerce=Kind,
        empty_value=Kind.UNKNOWN,
        required=False,
        help_text=_("Holds for the rows that say no kind themselves, this time and whenever the list is sent again."),
    )

    def refuse(self, refusal: Refusal) -> None:
        """Say beside the field that it is about why this is refused."""
        self.add_error(_ABOUT.get(refusal.code, "source_name"), sentence(refusal))


_ABOUT = {"licence_is_too_long": "licence", "list_is_older": "told_on", "list_lies_ahead": "told_on"}


class ColumnsForm(forms.Form):
    """For each heading that was not understood, what it holds."""

    def __init__(self, *args: Any, headings: list[str]) -> None:
        super().__init__(*args)
        self.headings = headings
        choices = [("", _("leave aside")), *((str(about), word) for about, word in FIELDS.items())]
        for number, heading in enumerate(headings):
            self.fields[f"column_{number}"] = forms.ChoiceField(label=heading, choices=choices, required=False)

    def columns(self) -> dict[str, str]:
        """What was chosen, by heading."""
        chosen = ((heading, self.cleaned_data[f"column_{number}"]) for number, heading in enumerate(self.headings))
        return {heading: about for heading, about in chosen if about}
