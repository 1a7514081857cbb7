"""A list of spaces, and which of its columns holds what."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from passerelle.listings.actions.imports import MOST_BYTES_SENT
from passerelle.web.import_words import FIELDS


class ListForm(forms.Form):
    """A file, where it comes from, and on which terms it may be used."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV, TSV, JSON, GeoJSON or Markdown, of any program; 20 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.json,.jsonl,.geojson,.md"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )
    source_name = forms.CharField(
        label=_("Where the list comes from"),
        max_length=120,
        help_text=_("It is said beside every value. A newer file of the same source brings its values up to date."),
    )
    licence = forms.CharField(
        label=_("Licence, and whom to name"),
        max_length=240,
        required=False,
        help_text=_("For instance: ODbL, names of its authors."),
    )

    def clean_file(self) -> Any:
        """The file, unless it is too large."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES_SENT:
            raise forms.ValidationError(
                _now("The file is larger than %(most)s MB.") % {"most": MOST_BYTES_SENT // 1_000_000}
            )
        return upload


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
