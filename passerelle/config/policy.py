"""What a browser may load on our pages: ours, and nothing else, unless an address of tiles or of walls is set."""

from urllib.parse import urlsplit

OURS = "'self'"


def content_security_policy(tiles: str, live: str = "") -> dict[str, dict[str, list[str]]]:
    """The policy as django-csp wants it; the origin of `tiles` may be asked for squares of the map, that of `live`
    for what is new on a wall.
    """
    origin = _origin(tiles)
    ours = ["script-src", "style-src", "font-src", "manifest-src", "worker-src", "form-action", "frame-src"]
    return {
        "DIRECTIVES": {
            "default-src": ["'none'"],
            **{directive: [OURS] for directive in [*ours, "frame-ancestors"]},
            "connect-src": [OURS, *origin, *_origin(live)],
            "img-src": [OURS, "data:", *origin],
            "base-uri": ["'none'"],
        }
    }


def _origin(tiles: str) -> list[str]:
    """Scheme and host of an address elsewhere; none for a path on this instance or for no address."""
    parts = urlsplit(tiles)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.scheme in ("https", "http") and parts.netloc else []
