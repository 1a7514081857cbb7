"""Damaged lists, for as many seconds as one likes: `python -m tests.listings.fuzz 60`.

Takes a sample of every form, changes bytes, doubles and drops pieces, joins two samples, and reads what comes out.
Ends with 1 at the first crash, and keeps the bytes that caused it.
"""

import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

from passerelle.listings.rules import WHY_UNREADABLE, ListIsUnreadable, read_list
from tests.listings.atlas import Atlas
from tests.listings.samples import SAMPLES, must_hold

LONGEST = 20_000
TELLING = [
    b'"', b"\n", b";", b",", b"\t", b"|", b"{", b"}", b"[", b"]", b":", b"---\n", b"\x00", b"\xff", b"\xe9",
    b"\xed\xa0\x80",
    b"\\ud800", b"\\u0000", b"null", b"true", b"1e999", b"NaN", b"-0.0", b"0", b"@", b"a@b.example", b"%40", b"&a",
    b"*a",
    b"? ", b"- ", b"!!python/name:os.system ", b"\r", b"\xe2\x80\xa8", b"9am", b"24/7", b"lundi", b"Mo-", b"name",
    b"coordinates",
    b'{"type": "Point", "coordinates": ', b"[" * 2000, b'{"a":' * 2000, b"\xef\xbb\xbf", b"\xff\xfe", b"1" * 5000,
]  # fmt: skip


def damaged(chance: random.Random) -> tuple[str, bytes]:
    """A name and what is left of a sample after some accidents."""
    name, content = chance.choice(list(SAMPLES.items()))
    for _ in range(chance.randint(1, 8)):
        content = _accident(chance, content)[:LONGEST]
    return (name if chance.random() < 0.8 else chance.choice(["x", "x.csv", "x.json", "x.md"])), content


def _accident(chance: random.Random, content: bytes) -> bytes:
    here, there = sorted(chance.randint(0, len(content)) for _ in range(2))
    kind = chance.randrange(6)
    if kind == 0:
        return content[:here] + chance.randbytes(chance.randint(1, 4)) + content[here + 1 :]
    if kind == 1:
        return content[:here] + chance.choice(TELLING) + content[here:]
    if kind == 2:
        return content[:here] + content[there:]
    if kind == 3:
        return content[:there] + content[here:]
    if kind == 4:
        return content[:here] + chance.choice(list(SAMPLES.values()))[here:]
    return content[:here] + chance.choice(TELLING) + content[there:]


def main(seconds: float, seed: int) -> int:
    """Read damaged lists until the time is over; 1 at the first crash."""
    chance, ends = random.Random(seed), time.monotonic() + seconds
    inputs = unreadable = 0
    while time.monotonic() < ends:
        name, content = damaged(chance)
        inputs += 1
        try:
            must_hold(read_list(content, name, Atlas()))
        except ListIsUnreadable as refusal:
            if refusal.code not in WHY_UNREADABLE:
                raise
            unreadable += 1
        except Exception:
            kept = Path(tempfile.gettempdir()) / f"listings-fuzz-{seed}-{inputs}-{name}"
            kept.write_bytes(content)
            traceback.print_exc()
            sys.stdout.write(f"listings: crash at input {inputs} of seed {seed}, kept in {kept}\n")
            return 1
    told = f"listings: {inputs} damaged lists read, {unreadable} of them refused whole, none crashed (seed {seed})"
    sys.stdout.write(f"{told}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
