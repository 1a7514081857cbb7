"""What is kept of a first hour: a few lines for each topic, and when somebody last looked at them."""

from django.db import models

from passerelle.kit.choices import choices
from passerelle.spaces.models import Space
from passerelle.welcome.rules import LONGEST_KEY, LONGEST_NAME, Topic


class FirstHour(models.Model):
    """That a space has written it down, when its team last said that it holds, and the key of the Wi-Fi."""

    space = models.OneToOneField(Space, models.CASCADE, primary_key=True, related_name="first_hour")
    wifi_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    wifi_key = models.CharField(max_length=LONGEST_KEY, blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.space_id}: {self.checked_at}"


class Part(models.Model):
    """What a space says of one topic, in Markdown; a topic of which it says nothing has no row."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="first_hour_parts")
    topic = models.CharField(max_length=10, choices=choices(Topic))
    text_fr = models.TextField(blank=True)
    text_en = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("space", "topic"), name="topic_said_once_by_a_space"),)

    def __str__(self) -> str:
        return f"{self.space_id}: {self.topic}"
