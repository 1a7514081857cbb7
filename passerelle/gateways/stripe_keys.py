"""Who takes cards for a network and for spaces of this instance, from the environment. Without keys, nobody does."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from environs import Env

THEIRS = "https://js.stripe.com"
SECRETS = ("secret_key", "publishable_key", "webhook_secret")
FRAMES = ("https://*.js.stripe.com", "https://hooks.stripe.com")


@dataclass(frozen=True)
class Stripe:
    """The keys of one seller's account at Stripe: `name` is the seller's in the address.

    Those of a network, from the settings, carry those of the `spaces` that have an account of their own. `api` and
    `script` are where Stripe answers, and where browsers find Elements; others than Stripe's own are for trying out.
    """

    name: str = ""
    secret_key: str = ""
    publishable_key: str = ""
    webhook_secret: str = ""
    api: str = "https://api.stripe.com"
    script: str = "https://js.stripe.com/v3/"
    spaces: Mapping[str, "Stripe"] = field(default_factory=dict)
    prefix: str = "STRIPE_"

    def of_space(self, name: str) -> "Stripe":
        """The keys of a space, empty where it has none."""
        return self.spaces.get(name, Stripe())

    @property
    def is_set(self) -> bool:
        """Whether a card can be taken: all keys, and for whom."""
        return all((self.name, self.secret_key, self.publishable_key, self.webhook_secret))

    @property
    def policy(self) -> dict[str, list[str]]:
        """What the page on which a card is typed may load beside our own: the script, its frames, and whom they ask."""
        script, api = _origin(self.script), _origin(self.api)
        frames = [script, *FRAMES] if script == THEIRS else [script]
        return {"script-src": [script], "frame-src": frames, "connect-src": list(dict.fromkeys([api, script]))}

    @property
    def missing(self) -> list[str]:
        """The settings that are empty though another of them is not: half a set takes no cards."""
        said = {"STRIPE_NETWORK": self.name} | {f"{self.prefix}{key.upper()}": getattr(self, key) for key in SECRETS}
        return [name for name, value in said.items() if not value] if any(said.values()) else []


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def stripe_of(env: Env) -> Stripe:
    """As the environment has it: a network's keys, and those of each space that STRIPE_SPACES names."""
    api, script = env.str("STRIPE_API", Stripe.api), env.str("STRIPE_SCRIPT", Stripe.script)

    def account(name: str, prefix: str) -> Stripe:
        secret, publishable, webhook = (env.str(f"{prefix}{key.upper()}", "") for key in SECRETS)
        return Stripe(name, secret, publishable, webhook, api, script, prefix=prefix)

    named = (name.strip() for name in env.str("STRIPE_SPACES", "").split(","))
    spaces = {name: account(name, prefix_of(name)) for name in named if name}
    return replace(account(env.str("STRIPE_NETWORK", ""), "STRIPE_"), spaces=spaces)


def prefix_of(space: str) -> str:
    """How the settings of a space begin: STRIPE_LE_PORT_ for le-port."""
    return f"STRIPE_{space.upper().replace('-', '_')}_"
