"""Signing in by a code in a letter: the sign-in library's letters go through our rows."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How the sign-in library writes and whom it lets in."""
