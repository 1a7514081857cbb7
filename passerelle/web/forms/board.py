"""What is typed about the board: a notice, the words of an announcement, how the space wants it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.board.actions import Arranged, Draft, Words
from passerelle.board.rules import LONGEST_TEXT, LONGEST_TITLE, LONGEST_WORDS, MOST_AT_ONCE, Kind, Readers
from passerelle.board.wording import KINDS
from passerelle.kit.ids import key_of
from passerelle.web.words import listed_choices

TELLS = {
    Readers.HOUSE: _("Whoever is at home here, its visitors and its team"),
    Readers.EVERYBODY: _("Everybody who opens the page"),
}


OFTENEST = [
    (kind.value, KINDS[kind]) for kind in (Kind.ASK, Kind.OFFER, Kind.EVENT, Kind.NEWS, Kind.ARRIVAL, Kind.OPENING)
]
"""The kinds, those first that are written most."""


class NoticeForm(forms.Form):
    """A notice: of which kind, what it says, until when, and with whose name."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=OFTENEST, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("In a few words"), max_length=LONGEST_TITLE, help_text=_("This is read from five metres away.")
    )
    text = forms.CharField(
        label=_("What there is to say"),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("And how to reach you: at which desk, by telephone, by mail."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    picture = forms.FileField(
        label=_("A picture"),
        required=False,
        help_text=_("JPEG, PNG or WebP, 12 MB at most. Where and when it was taken is wiped from it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    last_day = forms.DateField(
        label=_("Until"),
        help_text=_("The last day on which it stands, three months at most. You may take it down earlier."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    signed = forms.BooleanField(label=_("Sign it with my name"), required=False, initial=True)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, is_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box: Any = self.fields["last_day"].widget
        box.attrs["min"] = today.isoformat()
        if is_open:
            self.fields["readers"] = _readers(_("Who may read it"))

    def draft(self) -> Draft:
        """What was typed."""
        given = self.cleaned_data
        return Draft(
            kind=Kind(given["kind"]),
            title=given["title"],
            text=given["text"],
            last_day=given["last_day"],
            readers=Readers(given.get("readers") or Readers.HOUSE),
            signed=given["signed"],
            picture=given["picture"].read() if given["picture"] else b"",
            key=key_of(given["key"]),
        )


class WordsForm(forms.Form):
    """How somebody is announced: in these words and no others."""

    name = forms.CharField(
        label=_("The name that stands there"), max_length=LONGEST_WORDS, help_text=_("Your first name is enough.")
    )
    trade = forms.CharField(label=_("What I do"), max_length=LONGEST_WORDS, required=False)
    seeks = forms.CharField(
        label=_("What I look for"),
        max_length=LONGEST_WORDS,
        required=False,
        help_text=_("A client, a flat, somebody to have lunch with."),
    )

    def __init__(self, *args: Any, is_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_open:
            self.fields["readers"] = _readers(_("Who may read that"))

    def words(self) -> Words:
        """What was typed."""
        given = self.cleaned_data
        return Words(given["name"], given["trade"], given["seeks"], Readers(given.get("readers") or Readers.HOUSE))


class ArrangedForm(forms.Form):
    """Who reads the board, whether the team looks first, and how many notices a member may have."""

    readers = forms.ChoiceField(
        label=_("Who reads the board"), choices=listed_choices(TELLS, Readers), widget=forms.RadioSelect
    )
    approves_first = forms.BooleanField(
        label=_("A notice of a member waits until the team has said yes"), required=False
    )
    at_once = forms.IntegerField(label=_("Notices of one member at once"), min_value=1, max_value=MOST_AT_ONCE)

    def arranged(self) -> Arranged:
        """What was chosen."""
        given = self.cleaned_data
        return Arranged(Readers(given["readers"]), given["approves_first"], given["at_once"])


def _readers(label: Any) -> forms.ChoiceField:
    """Unless one chooses otherwise, what is written for the house stays in the house."""
    return forms.ChoiceField(
        label=label, choices=listed_choices(TELLS, Readers), initial=Readers.HOUSE, widget=forms.RadioSelect
    )
