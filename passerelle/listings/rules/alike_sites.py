"""Whether two websites are one space's. Plain Python."""

import re
from dataclasses import dataclass

from passerelle.listings.rules.alike_names import words_of

# Where many unlike spaces have a page each: there the page counts, not the host.
SHARED_HOSTS = words_of("""
    facebook.com instagram.com twitter.com x.com linkedin.com meetup.com youtube.com linktr.ee bit.ly goo.gl tinyurl.com
    google.com g.page yelp.com foursquare.com tripadvisor.com airbnb.com naver.com eventbrite.com helloasso.com
    wordpress.com wixsite.com wix.com weebly.com tumblr.com blogspot.com medium.com squarespace.com jimdo.com jimdo.fr
    webnode.com webs.com bigcartel.com over-blog.com e-monsite.com notion.site carrd.co github.io gitlab.io github.com
    githubusercontent.com gitlab.com netlify.app vercel.app herokuapp.com hackerspaces.org coworking.com mozello.com
    free.fr orange.fr sites.google.com framasite.org strikingly.com business.site ueniweb.com
""")
_SECOND_LEVELS = words_of("co com org net ac gov gouv edu ne or go asso")
_ADDRESS = re.compile(r"^\s*(?:[a-z]+:/*)?(?:www\d?\.)?(?P<host>[^/?#:\s]+)(?::\d+)?(?P<path>[^?#\s]*)", re.I)


@dataclass(frozen=True)
class Site:
    """What a website says about whose it is: `owner` is a domain, or a page on a shared host; `page` its path."""

    owner: str
    page: str


NONE = Site("", "")


def read_site(website: str) -> Site:
    """The site, or NONE where there is none or it says nothing, as the front page of a shared host."""
    found = _ADDRESS.match(website)
    if found is None or "." not in found["host"]:
        return NONE
    labels = found["host"].lower().strip(".").split(".")
    page = found["path"].strip("/").lower()
    domain = ".".join(labels[-3:] if len(labels) > 2 and _is_second_level(labels) else labels[-2:])
    if domain not in SHARED_HOSTS and not domain.startswith("blogspot."):
        return Site(domain, page)
    own = labels[: -len(domain.split("."))]
    owner = "/".join(part for part in (".".join(own), page) if part and part not in ("fr", "en", "m", "wiki"))
    return Site(f"{domain}/{owner}", "") if owner else NONE


def _is_second_level(labels: list[str]) -> bool:
    return len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS


def same_site(one: Site, other: Site) -> bool:
    """Whether both have one owner; its branches may have a page each."""
    return bool(one.owner) and one.owner == other.owner


def pages_apart(one: Site, other: Site) -> bool:
    """Whether one owner gives the two a page each, as chains do for their branches."""
    return same_site(one, other) and bool(one.page and other.page) and one.page != other.page
