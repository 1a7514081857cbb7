"""A mail server on loopback that can also refuse, fall silent and die, told by the address it is to deliver to."""

import asyncio
import threading
from collections import Counter
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

NO_MATTER_HOW_LONG = 3600


class PostOffice:
    """Runs in its own thread; `delivered` holds what it acknowledged with 250, in order.

    What it does depends on the name before the @ of the reader:
    `nobody` 550 · `later` 450 · `busy` 421 and hangs up · `spam` 554 to the letter · `full` 452 to the letter ·
    `silent` never answers the letter · `dies` hangs up in the middle of it · anybody else is delivered to.
    """

    def __init__(self) -> None:
        self.delivered: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.heard: list[str] = []
        self.cured = False
        self.refuses_sender = ""
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "PostOffice":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def message_ids(self) -> Counter[str]:
        """How often each letter was delivered."""
        return Counter(str(mail["Message-ID"]) for mail in self.delivered)

    @property
    def readers(self) -> list[str]:
        """To whom, in the order of delivery."""
        return [address for envelope in self.envelopes for address in envelope.rcpt_tos]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        serving = self._loop.create_server(
            lambda: SMTP(self, loop=self._loop, timeout=NO_MATTER_HOW_LONG), "127.0.0.1", 0
        )
        server = self._loop.run_until_complete(serving)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    def _mood(self, address: str) -> str:
        return "" if self.cured else address.partition("@")[0]

    # What aiosmtpd calls.

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if self.refuses_sender:
            return self.refuses_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        match self._mood(address):
            case "nobody":
                return "550 5.1.1 No such reader here"
            case "later":
                return "450 4.2.0 Come back later"
            case "busy":
                return "421 4.3.2 Closing for tonight"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.heard += envelope.rcpt_tos
        match self._mood(envelope.rcpt_tos[0]):
            case "spam":
                return "554 5.7.1 We do not want this letter"
            case "full":
                return "452 4.2.2 The box is full"
            case "silent":
                await asyncio.sleep(NO_MATTER_HOW_LONG)
            case "dies":
                assert server.transport
                server.transport.abort()
                return "250 Nobody hears this"
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.envelopes.append(envelope)
        self.delivered.append(mail)
        return "250 OK"
