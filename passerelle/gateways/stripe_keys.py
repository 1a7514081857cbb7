"""Who takes cards for a network of this instance, from the environment. Without keys, nobody does."""

from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from environs import Env

THEIRS = "https://js.stripe.com"
FRAMES = ("https://*.js.stripe.com", "https://hooks.stripe.com")


@dataclass(frozen=True)
class Stripe:
    """The keys of one network's account at Stripe: `network` is its name in the address.

    `api` and `script` are where Stripe answers, and where browsers find Elements; others than Stripe's own are for
    trying out.
    """

    network: str = ""
    secret_key: str = ""
    publishable_key: str = ""
    webhook_secret: str = ""
    api: str = "https://api.stripe.com"
    script: str = "https://js.stripe.com/v3/"

    @property
    def is_set(self) -> bool:
        """Whether a card can be taken: all keys, and for whom."""
        return all((self.network, self.secret_key, self.publishable_key, self.webhook_secret))

    @property
    def policy(self) -> dict[str, list[str]]:
        """What the page on which a card is typed may load beside our own: the script, its frames, and whom they ask."""
        script, api = _origin(self.script), _origin(self.api)
        frames = [script, *FRAMES] if script == THEIRS else [script]
        return {"script-src": [script], "frame-src": frames, "connect-src": list(dict.fromkeys([api, script]))}

    @property
    def missing(self) -> list[str]:
        """The settings that are empty though another of them is not: half a set takes no cards."""
        said = {f"STRIPE_{field.name.upper()}": getattr(self, field.name) for field in fields(self)[:4]}
        return [name for name, value in said.items() if not value] if any(said.values()) else []


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def stripe_of(env: Env) -> Stripe:
    """As the environment has it."""
    return Stripe(
        **{field.name: env.str(f"STRIPE_{field.name.upper()}", str(field.default)) for field in fields(Stripe)}
    )
