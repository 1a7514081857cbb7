"""Many files in one ZIP that leaves as it is made: nothing of it is kept in memory or on the disk."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime


class _Leaving:
    """Where a ZIP is written to, and taken from again; it cannot be gone back in, and the program makes no need to."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def write(self, part: bytes) -> int:
        self._kept += part
        return len(part)

    def flush(self) -> None:
        """There is nothing behind it."""

    def taken(self) -> bytes:
        """What was written since it was asked last."""
        part, self._kept = bytes(self._kept), bytearray()
        return part


def zipped(files: Iterable[tuple[str, Iterable[bytes]]], made_at: datetime) -> Iterator[bytes]:
    """The parts of a ZIP of these files, each a name and its own parts; it bears `made_at` as the date of them all."""
    leaving = _Leaving()
    with zipfile.ZipFile(leaving, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, parts in files:
            told = zipfile.ZipInfo(name, made_at.timetuple()[:6])
            told.compress_type, told.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with archive.open(told, "w", force_zip64=True) as file:
                for part in parts:
                    file.write(part)
                    if ready := leaving.taken():
                        yield ready
    yield leaving.taken()
