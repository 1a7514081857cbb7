"""The first hour as a manager types it: each topic in both languages, and the Wi-Fi."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.web.words import TOPICS
from passerelle.welcome.rules import LONGEST_KEY, LONGEST_NAME, LONGEST_TEXT, Said, Topic, Wifi


class FirstHourForm(forms.Form):
    """Two boxes for each topic, all of which may stay empty."""

    wifi_name = forms.CharField(label=_("Name of the Wi-Fi"), max_length=LONGEST_NAME, required=False)
    wifi_key = forms.CharField(
        label=_("Its key"),
        max_length=LONGEST_KEY,
        required=False,
        help_text=_("Shown only to those who have checked in today, and to the team."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in Topic:
            for language, label in (("fr", _("In French")), ("en", _("In English"))):
                self.fields[f"{topic}_{language}"] = forms.CharField(
                    label=label,
                    max_length=LONGEST_TEXT,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
                )

    def topics(self) -> list[tuple[Topic, Any, list[Any]]]:
        """Each topic with its word and its two boxes."""
        return [(topic, TOPICS[topic], [self[f"{topic}_fr"], self[f"{topic}_en"]]) for topic in Topic]

    def said(self) -> dict[Topic, Said]:
        """What was typed."""
        given = self.cleaned_data
        return {topic: Said(given[f"{topic}_fr"], given[f"{topic}_en"]) for topic in Topic}

    def wifi(self) -> Wifi:
        """The Wi-Fi as typed."""
        return Wifi(self.cleaned_data["wifi_name"], self.cleaned_data["wifi_key"])
