"""The ASGI application: one address for walls, one for whoever watches over the process.

There is so little of it that it stands on the protocol itself (https://asgi.readthedocs.io/, HTTP and lifespan).
"""

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable
from random import randint
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
django.setup()

from passerelle.kit.refusals import Refusal  # noqa: E402  rooms can be imported only now
from passerelle.live.hall import Hall, Hanging  # noqa: E402
from passerelle.live.watching import Watch  # noqa: E402
from passerelle.walls.queries import reference_in  # noqa: E402

MOST = int(os.environ.get("LIVE_MOST", "2000"))
WALLS = "/live/walls/"
AGAIN_S = (20, 90)
"""When a wall that found no place may come again: each is told another moment."""
STREAM = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx hands each event on at once
    (b"access-control-allow-origin", b"*"),  # the address is the right; nothing else is asked
    (b"referrer-policy", b"no-referrer"),
)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

hall: Hall
watch: Watch


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """What the server calls: once for the life of the process, then for each request."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http":
        await _answer(scope, receive, send)


async def _live(receive: Receive, send: Send) -> None:
    global hall, watch
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            hall = Hall(MOST)
            watch = Watch(hall)
            watch.begin()
        else:
            await watch.end()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    path: str = scope["path"]
    if scope["method"] not in ("GET", "HEAD"):
        await _say(send, 405, b"only GET\n")
    elif path == "/live/healthz":
        await _say(send, 200, f"ok {len(hall)}\n".encode())
    elif path.startswith(WALLS):
        await _hang(path.removeprefix(WALLS), receive, send)
    else:
        await _say(send, 404, b"there is no such page\n")


async def _hang(address: str, receive: Receive, send: Send) -> None:
    """Hold one wall until it goes, or its address is taken back."""
    try:
        one = hall.hang(reference_in(address))
    except Refusal:
        await _say(send, 404, b"there is no such page\n")
        return
    if one is None:
        again = str(randint(*AGAIN_S)).encode()  # noqa: S311 (spreads, hides nothing)
        await _say(send, 503, b"no room for one more\n", (b"retry-after", again))
        return
    gone = asyncio.create_task(_wait_until_gone(one, receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": STREAM})
        await _tell(one, send)
    finally:
        gone.cancel()
        hall.leave(one)


async def _wait_until_gone(one: Hanging, receive: Receive) -> None:
    """The server says when a connection is closed at the other end."""
    while (await receive())["type"] != "http.disconnect":
        pass
    if one.task is not None:
        one.task.cancel()


async def _tell(one: Hanging, send: Send) -> None:
    clock = asyncio.get_running_loop().time
    with contextlib.suppress(asyncio.CancelledError, OSError):
        while True:
            frame = await one.next()
            one.stuck_since = clock()
            await send({"type": "http.response.body", "body": frame, "more_body": not one.is_over})
            one.stuck_since = None
            if one.is_over:
                return


async def _say(send: Send, status: int, words: bytes, *more: tuple[bytes, bytes]) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"access-control-allow-origin", b"*"), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
