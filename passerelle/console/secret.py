"""`passerelle secret`: drawn before Django can start, since a real instance does not start without one."""

from passerelle.console.home import home
from passerelle.console.words import say
from passerelle.kit.secret import keep_new_secret


def draw_secret() -> int:
    """Keep a new secret in the instance's directory; one that is there already is left alone."""
    path = home() / "secret"
    if keep_new_secret(path):
        say(f"A new secret is kept in {path}. All that is signed here depends on it; backups hold it.")
    else:
        say(f"There is a secret in {path} already; it stays.")
    return 0
