"""What the back office shows. It reads; the three things that can be done here go through the rooms' actions.

The text of letters, with their codes and signed links, and the lines that visitor and host write to each other are
nobody else's business, and are not shown.
"""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from passerelle.backstage.forms import NetworkForm, SpaceForm
from passerelle.backstage.site import site
from passerelle.credentials.models import Use
from passerelle.jobs.models import Round
from passerelle.ledger.models import Account, Entry, Posting
from passerelle.logbook.models import Record
from passerelle.mail.actions import try_again
from passerelle.mail.models import Letter, State
from passerelle.members.models import IdentitySeen, Membership
from passerelle.networks.actions import Founding, found_network
from passerelle.networks.models import Affiliation, Charter, Network, Officer
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.actions.places import list_space
from passerelle.spaces.actions.staff import invite_staff
from passerelle.spaces.models import Closure, Space, Staff
from passerelle.spaces.rules import Role
from passerelle.visits.models import Visit
from passerelle.walls.models import Wall
from passerelle.welcome.models import FirstHour, Part


class Shown(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that are read here and changed by acts elsewhere."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody removes here."""
        return False


class Begun(Shown):
    """Rows that can be begun here, by the act of their room."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever runs the instance may begin one."""
        return bool(request.user.is_active and request.user.is_staff)

    def get_form(self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Our own form to begin one, the admin's to read one."""
        return super().get_form(request, obj, change, **kwargs) if obj else self.form

    def begin(self, form: Any, by: Person) -> Model:
        """Do the act; the row that came of it."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """The act writes the row; the admin goes on with its number."""
        assert isinstance(request.user, Person)
        obj.pk = self.begin(form, request.user).pk

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """There is nothing beside the row."""


@admin.register(Space, site=site)
class Spaces(Begun):
    """List a space that nobody acts for yet, and invite its first manager."""

    form = SpaceForm
    list_display = ("name", "town", "country", "kind", "answers_letters", "listed_at")
    list_filter = ("kind", "country")
    search_fields = ("name", "town", "email")

    def begin(self, form: Any, by: Person) -> Space:
        """List it, and write to whoever will manage it."""
        told = form.cleaned_data
        space = list_space(form.description(), form.place(), by=by, email=told["email"], slug=told["slug"])
        if told["manager"]:
            invite_staff(space, told["manager"], Role.MANAGER, by=by)
        return space


@admin.register(Network, site=site)
class Networks(Begun):
    """Found a network; its organiser sets its terms and admits its spaces."""

    form = NetworkForm
    list_display = ("name", "mode", "founded_at")

    def begin(self, form: Any, by: Person) -> Network:
        """Found it with the terms that a network begins with."""
        told = dict(form.cleaned_data)
        organiser, treasurer = told.pop("organiser"), told.pop("treasurer")
        return found_network(Founding(**told), organiser=organiser, treasurer=treasurer, by=by)


@admin.register(Letter, site=site)
class Letters(Shown):
    """Letters without what they say; one that failed can be sent once more, when its cause has been mended."""

    list_display = ("written_at", "kind", "to", "state", "tries", "last_refusal")
    list_filter = ("state",)
    search_fields = ("to", "kind")
    exclude = ("text", "html", "attachments", "stop_link")
    actions = ("send_once_more",)

    @admin.action(description="Send those that failed once more")
    def send_once_more(self, request: HttpRequest, chosen: QuerySet[Letter]) -> None:
        """Each goes back to those that wait; whatever has not failed stays as it is."""
        sent = sum(try_again(letter) for letter in chosen.filter(state=State.FAILED))
        messages.info(request, f"{sent} letters wait to leave once more.")


def _shows(model: type[Model], *columns: str, finds: tuple[str, ...] = (), hides: tuple[str, ...] = ()) -> None:
    """Register a model that is only read."""
    lines = {"list_display": columns, "search_fields": finds, "exclude": hides, "list_select_related": True}
    site.register(model, type(f"{model.__name__}Shown", (Shown,), lines))


_shows(
    Person,
    "email",
    "name",
    "language",
    "runs_the_instance",
    "known_since",
    finds=("email", "name"),
    hides=("password",),
)
_shows(Staff, "person", "space", "role", "since", finds=("person__email", "space__name"))
_shows(Closure, "space", "since", "until", "reason", finds=("space__name",))
_shows(Affiliation, "space", "network", "since", "until", finds=("space__name",))
_shows(Charter, "network", "version", "given_at")
_shows(Officer, "person", "network", "role", "since")
_shows(Membership, "person", "space", "since", "until", "carries_visa", finds=("person__email", "space__name"))
_shows(FirstHour, "space", "checked_at", "checked_by", finds=("space__name",), hides=("wifi_key",))
_shows(Wall, "name", "space", "hung_at", "seen_at", "revoked_at", finds=("space__name",), hides=("code",))
_shows(Part, "space", "topic", finds=("space__name",))
_shows(IdentitySeen, "person", "space", "seen_by", "seen_at", finds=("person__email", "space__name"))
_shows(Presence, "day", "space", "person", "state", "quality", finds=("space__name", "person__email"))
_shows(
    Visit,
    "reference",
    "person",
    "host",
    "state",
    "first_day",
    "last_day",
    finds=("reference", "host__name"),
    hides=("key",),
)
_shows(Use, "at", "space", "verdict", "by", finds=("space__name",))
_shows(Record, "at", "act", "about", "actor", finds=("about", "actor", "act"))
_shows(Account, "book", "kind", "owner", "currency", "opened_at", finds=("owner", "kind"))
_shows(Entry, "dated_on", "key", "cause", "actor", "line", "reverses", finds=("key", "cause", "actor"))
_shows(
    Posting,
    "dated_on",
    "entry",
    "from_account",
    "to_account",
    "amount",
    "currency",
    finds=("entry__key", "from_account__owner", "to_account__owner"),
)
_shows(Round, "name", "next_at", "finished_at", "failures", "report")
