"""A photograph that somebody sent, made anew: turned upright, no larger than a page needs, with nothing else inside.

A camera writes where and when a picture was taken into its file; a made-up file may hold anything. Only the points of
the picture are kept, and written into a new one.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from passerelle.kit.late_imports import late
from passerelle.kit.refusals import Refusal

MOST_BYTES = 12 * 1024 * 1024
MOST_POINTS = 50_000_000  # a telephone takes twelve to fifty million; what is unpacked takes three bytes for each
LONGEST_SIDE = 1280
QUALITY = 80
TYPES = ("JPEG", "PNG", "WEBP", "GIF")


@dataclass(frozen=True)
class Photo:
    """A picture as it is kept: JPEG, and its size in points."""

    content: bytes
    width: int
    height: int


def made_anew(sent: bytes) -> Photo:
    """The picture in `sent`, which may be of any of `TYPES`.

    Raises Refusal `picture_is_too_big`, `picture_cannot_be_read`.
    """
    if len(sent) > MOST_BYTES:
        raise Refusal("picture_is_too_big", most=MOST_BYTES // 1024 // 1024)
    try:
        upright = _upright(sent)
    except Refusal:
        raise
    except Exception as failure:  # a damaged file makes the library fail in a dozen ways, none of which is ours
        raise Refusal("picture_cannot_be_read") from failure
    return Photo(written(upright), *upright.size)


def written(points: Any) -> bytes:
    """A picture of the library as a JPEG file."""
    file = BytesIO()
    points.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return file.getvalue()


def _upright(sent: bytes) -> Any:
    """The points alone: as the camera was held, on white where it was transparent, no larger than needed."""
    image, turning = late("PIL.Image"), late("PIL.ImageOps")
    with image.open(BytesIO(sent), formats=TYPES) as found:
        if found.width * found.height > MOST_POINTS:
            raise Refusal("picture_is_too_big", most=MOST_BYTES // 1024 // 1024)
        found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is then unpacked no larger than needed
        turned = turning.exif_transpose(found).convert("RGBA")
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    points = image.new("RGB", turned.size, "white")
    points.paste(turned, mask=turned.getchannel("A"))
    return points
