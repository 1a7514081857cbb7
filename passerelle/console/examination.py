"""What `doctor` looks at once Django is set up."""

import stat
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.http.request import validate_host

from passerelle.console.doctor import Finding, Verdict, catalogues, program
from passerelle.console.prepare import waiting_migrations
from passerelle.console.worker import HEARTBEAT
from passerelle.invoices.printing import why_not
from passerelle.invoices.queries import papers_that_failed
from passerelle.jobs.queries import failing_rounds, rounds_by_name
from passerelle.kit import clock
from passerelle.ledger.queries import what_is_loose
from passerelle.logbook.freezing import is_frozen
from passerelle.mail.queries import failed_letters, letters_overdue
from passerelle.networks.queries import network_at
from passerelle.networks.rules import Mode
from passerelle.spaces.queries import space_at

DEAD_AFTER = timedelta(minutes=2)
LATE_AFTER = timedelta(minutes=10)
UP_TO_DATE = "Run `passerelle migrate`."


def findings() -> Iterator[Finding]:
    """Everything, in the order in which one would mend it."""
    yield _kind()
    yield _secret()
    yield _address()
    database = _database()
    yield database
    if database.verdict is Verdict.FINE:
        yield _cache()
        yield _logbook()
        yield _books()
        yield _worker()
        yield _rounds()
        yield _post()
        yield _papers()
        yield _cards()
    yield _mail_server()
    yield _sheets()
    yield _static_files()
    yield catalogues()
    yield program("Chromium", ("chromium", "chromium-browser", "google-chrome"), "the tests played in a browser")
    yield program("wrk", ("wrk",), "`make bench`")


def _kind() -> Finding:
    if settings.DEMO:
        return Finding("Kind", Verdict.NOTE, "A demonstration: letters stay here, its clock can be moved.")
    return Finding("Kind", Verdict.FINE, "A real instance.")


def _secret() -> Finding:
    path = settings.PASSERELLE_HOME / "secret"
    if not path.exists():
        return Finding("Secret", Verdict.FINE, "It comes from SECRET_KEY.")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding("Secret", Verdict.WRONG, f"Others on this machine can read {path}.", f"Run `chmod 600 {path}`.")
    return Finding("Secret", Verdict.FINE, f"Kept in {path}.")


def _address() -> Finding:
    host = urlsplit(settings.SITE_URL).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        return Finding("Address", Verdict.WRONG, f"{host} is refused.", "Name it in ALLOWED_HOSTS.")
    if not settings.DEMO and not settings.IS_HTTPS and host not in ("127.0.0.1", "localhost"):
        return Finding(
            "Address",
            Verdict.WRONG,
            f"{settings.SITE_URL} is not https: whoever is on the way can read codes and sign in.",
            "Put a proxy with a certificate in front, set BEHIND_PROXY=1 and an https SITE_URL.",
        )
    return Finding("Address", Verdict.FINE, settings.SITE_URL)


def _database() -> Finding:
    name = f"{connection.vendor}, {connection.settings_dict['NAME']}"
    try:
        waiting = waiting_migrations()
    except DatabaseError as reason:
        seen = f"It does not answer ({str(reason).strip().splitlines()[0]})."
        return Finding("Database", Verdict.WRONG, seen, "Check DATABASE_URL, and that the server runs.")
    if waiting:
        return Finding("Database", Verdict.WRONG, f"{len(waiting)} migrations wait ({waiting[0]} …).", UP_TO_DATE)
    return Finding("Database", Verdict.FINE, f"Up to date: {name}.")


def _cache() -> Finding:
    try:
        cache.get("doctor")
    except DatabaseError:
        return Finding("Cache", Verdict.WRONG, "Its table is missing: nobody could sign in.", UP_TO_DATE)
    return Finding("Cache", Verdict.FINE, "Its table is there.")


def _logbook() -> Finding:
    if is_frozen(connection):
        return Finding("Logbook", Verdict.FINE, "The database refuses to change it.")
    mend = "Find out who removed its triggers; restoring a backup puts them back."
    return Finding("Logbook", Verdict.WRONG, "The database would let it be changed.", mend)


def _books() -> Finding:
    loose = sorted(what_is_loose(connection))
    if not loose:
        return Finding("Books", Verdict.FINE, "The database holds them together; `check-books` adds them up.")
    mend = "Find out who removed it; restoring a backup puts it back."
    return Finding("Books", Verdict.WRONG, f"The database would let them be spoilt: {', '.join(loose)} is gone.", mend)


def _worker() -> Finding:
    beat = rounds_by_name().filter(name=HEARTBEAT).values_list("finished_at", flat=True).first()
    if beat is None:
        return Finding("Worker", Verdict.WRONG, "It has never run: no letter leaves.", "Start `passerelle worker`.")
    if clock.now() - beat > DEAD_AFTER:
        seen = f"It was last seen at {beat:%Y-%m-%d %H:%M} UTC: no letter leaves."
        return Finding("Worker", Verdict.WRONG, seen, "Start `passerelle worker`.")
    return Finding("Worker", Verdict.FINE, f"Last seen at {beat:%H:%M:%S} UTC.")


def _rounds() -> Finding:
    failing = [f"{a_round.name} ({a_round.report})" for a_round in failing_rounds()]
    if failing:
        return Finding(
            "Rounds", Verdict.WRONG, f"Stopped in the middle: {', '.join(failing)}.", "See the worker's log."
        )
    return Finding("Rounds", Verdict.FINE, "None stopped in the middle.")


def _post() -> Finding:
    if late := letters_overdue(clock.now() - LATE_AFTER).count():
        return Finding("Post", Verdict.WRONG, f"{late} letters should have left by now.", "See Worker and Mail server.")
    if failed := failed_letters().count():
        seen = f"{failed} letters were refused for good. `/backstage/` says why, and sends them once more."
        return Finding("Post", Verdict.NOTE, seen)
    return Finding("Post", Verdict.FINE, "Every letter that was due has left.")


def _mail_server() -> Finding:
    if settings.DEMO:
        return Finding("Mail server", Verdict.FINE, "They are kept in.")
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if "example.org" in settings.DEFAULT_FROM_EMAIL:
        return Finding("Mail server", Verdict.WRONG, "They come from nowhere.", "Set MAIL_FROM to an address of yours.")
    try:
        with get_connection(timeout=5):
            return Finding("Mail server", Verdict.FINE, f"{server} takes letters.")
    except OSError as reason:
        return Finding("Mail server", Verdict.WRONG, f"{server} does not take letters ({reason}).", "Check EMAIL_URL.")


def _cards() -> Finding:
    keys = settings.STRIPE
    if keys.missing:
        seen = f"Half of what Stripe needs is set, so no card is taken: {', '.join(keys.missing)} is missing."
        return Finding("Cards", Verdict.WRONG, seen, "Set it, or none of them; docs/hosting.md says where it is found.")
    for name, of_space in keys.spaces.items():
        if of_space.missing:
            seen = f"The space {name} takes no card: {', '.join(of_space.missing)} is missing."
            return Finding("Cards", Verdict.WRONG, seen, "Set it, or leave the space out of STRIPE_SPACES.")
        if space_at(name) is None:
            seen = f"The keys are for {name}, which is no space here."
            return Finding("Cards", Verdict.WRONG, seen, "Write in STRIPE_SPACES the spaces’ names in their addresses.")
    of_spaces = [f"{name} takes cards; its events come to /payments/card-events/{name}/." for name in keys.spaces]
    if not keys.is_set:
        return Finding("Cards", Verdict.FINE, " ".join(of_spaces) or "No network takes cards.")
    network = network_at(keys.name)
    if network is None or network.mode != Mode.PAID:
        seen = f"The keys are for {keys.name}, which is no network in paid mode here."
        return Finding("Cards", Verdict.WRONG, seen, "Set STRIPE_NETWORK to the network’s name in its address.")
    of_network = f"{keys.name} takes cards; its events come to /payments/card-events/."
    return Finding("Cards", Verdict.FINE, " ".join([of_network, *of_spaces]))


def _static_files() -> Finding:
    if (settings.STATIC_ROOT / ".gathered").exists():
        return Finding("Static files", Verdict.FINE, f"Gathered in {settings.STATIC_ROOT}.")
    return Finding("Static files", Verdict.WRONG, "They are not gathered: pages would be bare.", UP_TO_DATE)


def _sheets() -> Finding:
    missing = why_not()
    if not missing:
        return Finding("Pango", Verdict.FINE, "Sheets of documents can be printed.")
    mend = "On Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    return Finding("Pango", Verdict.NOTE, f"Not found ({missing}): sheets of documents wait for it.", mend)


def _papers() -> Finding:
    failed = papers_that_failed().count()
    if not failed:
        return Finding("Documents", Verdict.FINE, "No file of a document is stuck.")
    seen = f"{failed} files of documents could not be written so far, and are tried again."
    return Finding("Documents", Verdict.WRONG, seen, "The worker’s log says why.")
