"""What is kept of a person: as little as will do."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from passerelle.kit import clock
from passerelle.kit.choices import choices
from passerelle.people.rules import Circle, Language, Part, Shown


class People(BaseUserManager["Person"]):
    """How the sign-in library finds a person, whatever the capitals of the address."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person at this address, whatever its capitals."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """Somebody known by a mail address. Forgotten, the row stays, empty, so that history keeps its shape."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, choices=choices(Language), default=Language.FRENCH)
    shown_while_here = models.CharField(max_length=6, choices=choices(Shown), default=Shown.NOBODY)
    runs_the_instance = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    known_since = models.DateTimeField(default=clock.now)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = People()

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = (
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_address_in_small_letters"),
        )
        indexes = (models.Index(fields=("name", "id"), name="people_by_name"),)

    def __str__(self) -> str:
        return self.name or ("—" if self.forgotten_at else self.email)

    @property
    def ref(self) -> str:
        """How the cellar names this person."""
        return f"person:{self.pk}"

    @property
    def first_name(self) -> str:
        """What one says at the door."""
        return self.name.split(" ")[0] if self.name else str(self).partition("@")[0]

    @property
    def is_staff(self) -> bool:
        """Django's word for whoever may open the back office."""
        return self.runs_the_instance

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whoever runs the instance may do all that the back office offers."""
        return self.is_active and self.runs_the_instance

    def has_module_perms(self, app_label: str) -> bool:
        """As `has_perm`."""
        return self.is_active and self.runs_the_instance


class Told(models.Model):
    """One part of what a person tells of themself, and to whom it is shown."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="told")
    part = models.CharField(max_length=9, choices=choices(Part))
    text = models.CharField(max_length=300)
    shown_to = models.CharField(max_length=9, choices=choices(Circle), default=Circle.NOBODY)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "part"), name="each_part_is_told_once"),)
        indexes = (models.Index(fields=("shown_to", "person"), name="told_by_circle"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.part} to {self.shown_to}"


class ToldWord(models.Model):
    """A word by which a person is found, by those who may read the part it stands in; `part` is empty for the name.

    What is shown to nobody has no word here.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="told_words")
    part = models.CharField(max_length=9, blank=True)
    text = models.CharField(max_length=40)
    backwards = models.CharField(max_length=40)
    shown_to = models.CharField(max_length=9, choices=choices(Circle))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "part", "text"), name="a_word_is_told_once"),)
        indexes = (
            models.Index(fields=("text", "person"), name="told_by_word"),
            models.Index(fields=("backwards",), name="told_by_word_backwards"),
        )

    def __str__(self) -> str:
        return f"{self.text} ({self.shown_to})"
