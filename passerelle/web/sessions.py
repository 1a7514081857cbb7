"""Sessions in the database, as Django keeps them, read in the shortest way: every page of somebody signed in reads one.

They stay rows, so that signing out, being forgotten or an address that changes hands ends them at once.
"""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import CharField
from django.db.models.functions import Now

from passerelle.kit.composed import Composed, Given

_SEALED: Composed[str] = Composed(
    lambda: Session.objects.filter(session_key=Given("key", CharField()), expire_date__gt=Now()).values_list(
        "session_data"
    ),
    str,
)


class SessionStore(DatabaseSessions):
    """Django's, whose query is composed once."""

    def load(self) -> dict[str, Any]:
        """What the session remembers; nothing, and no key any more, where there is none or it is over."""
        sealed = _SEALED.first(key=self.session_key)
        if sealed is None:
            self._session_key = None
            return {}
        return self.decode(sealed)
