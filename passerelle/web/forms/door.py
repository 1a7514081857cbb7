"""What is typed at the door: a short code, and why what was recorded is put right."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 500


class ShortCodeForm(forms.Form):
    """Six signs read from a visitor's telephone or paper, with or without the gap in the middle."""

    code = forms.CharField(
        label=_("The visitor’s six signs"),
        max_length=20,
        error_messages={"required": _("Type the six signs that stand under the visitor’s code.")},
        widget=forms.TextInput(
            attrs={
                "class": "as-code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "inputmode": "text",
            }
        ),
    )


class PuttingRightForm(forms.Form):
    """A day that was recorded by mistake, or forgotten, and why; the visitor reads the reason."""

    day = forms.DateField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        help_text=_("One line. The visitor is told."),
        error_messages={"required": _("Say why in a line: the visitor is told.")},
        widget=forms.TextInput(attrs={"maxlength": LONGEST_REASON}),
    )
