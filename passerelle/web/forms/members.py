"""One member, and a roster."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from passerelle.members.rules.roster import MOST_BYTES
from passerelle.people.rules import LONGEST_NAME


def _day(label: Any, *, required: bool, help_text: Any = "") -> forms.DateField:
    """A date; the browser's own field sends ISO, a hand may type a French date."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"invalid": _("This date does not exist, or is not written like 31/01/2027.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )


class TermForm(forms.Form):
    """From when until when, and whether the plan carries the visa."""

    since = _day(_("Member since"), required=True)
    valid_until = _day(_("Valid until"), required=False, help_text=_("The last day, included. Empty: without an end."))
    carries_visa = forms.BooleanField(
        label=_("The plan carries the visa"),
        required=False,
        initial=True,
        help_text=_("Plans by the month usually do; days, weeks and bundles of days usually do not."),
    )


class MemberForm(TermForm):
    """Somebody to enter."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    address = forms.EmailField(
        label=_("Mail address"), max_length=254, error_messages={"invalid": _("This is not a complete mail address.")}
    )
    field_order = ("name", "address", "since", "valid_until", "carries_visa")


class RosterForm(forms.Form):
    """A file, and whether it names everybody."""

    file = forms.FileField(
        label=_("The file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )
    is_complete = forms.BooleanField(
        label=_("This file is complete: whoever is missing from it is no longer a member"),
        required=False,
        help_text=_("You will see who that is before anything ends."),
    )

    def clean_file(self) -> bytes:
        """The bytes, unless there are too many of them to be a list of members."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(
                _now("This file is larger than %(most)s MB. Take out columns that are not needed, or send it in parts.")
                % {"most": MOST_BYTES // 1_000_000}
            )
        content: bytes = upload.read()
        return content
