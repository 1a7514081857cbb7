"""The application that the web server calls."""

import gc
import os
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from django.core.wsgi import get_wsgi_application

SETTLED_AFTER = (20, 200, 2_000)
"""After so many answers, what many pages share is in memory: templates, words, queries."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
_answer = get_wsgi_application()
_answered = count()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's answer. What is loaded is kept out of the search for garbage, which would stop one answer in a hundred
    for 60 ms to walk it: it lives as long as the process, and what is freed by counting references still is.
    """
    if next(_answered) in SETTLED_AFTER:
        gc.collect()
        gc.freeze()
    return _answer(environ, start_response)
