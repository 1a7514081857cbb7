"""Who is signed in."""

from allauth.account.auth_backends import AuthenticationBackend

from passerelle.people.queries import Person
from passerelle.spaces.queries import person_signed_in


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """The sign-in library's backend, with what the frame of every page asks of the person."""

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session; None once they are forgotten."""
        return person_signed_in(user_id)
