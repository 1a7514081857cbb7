"""The stamp of a space: drawn from its name, and always the same for the same space.

Shape, ink and turn come from a hash of the space's key; only the date changes from one visit to the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from math import cos, pi, sin

from django.utils.html import escape
from django.utils.translation import gettext
from markupsafe import Markup

from passerelle.web import phrases

INKS = ("red", "blue", "teal", "plum", "green", "amber")
TURN = 10  # degrees, to either side
MIDDLE = 80  # of a drawing 160 wide and high
CAPITAL = 0.7  # width of a bold capital and the space after it, in ems
ON_CURVE = 0.68


def _ring(corners: int, radius: float) -> str:
    turn = -pi / 2 + (pi / corners if corners == 8 else 0)
    points = (turn + 2 * pi * corner / corners for corner in range(corners))
    said = " ".join(f"{MIDDLE + radius * cos(angle):.1f},{MIDDLE + radius * sin(angle):.1f}" for angle in points)
    return f'<polygon points="{said}"/>'


def _oval(across: float, down: float) -> str:
    return f'<ellipse cx="{MIDDLE}" cy="{MIDDLE}" rx="{across}" ry="{down}"/>'


def _shield(inset: float) -> str:
    left, right, top, foot = 12 + inset, 148 - inset, 14 + inset, 154 - inset * 1.25
    return (
        f'<path d="M{left} {top}Q{MIDDLE} {top - 12} {right} {top}V86'
        f'C{right} {118 - inset / 2} {112 - inset / 2} {142 - inset} {MIDDLE} {foot}'
        f'C{48 + inset / 2} {142 - inset} {left} {118 - inset / 2} {left} 86Z"/>'
    )  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """An outline, the line inside it, and the room it leaves. Heights and widths are those of a 160 square."""

    outer: str
    inner: str
    kind_y: float
    town_y: float
    town_room: float
    date_y: float
    wave_y: float
    curve: str
    curve_room: float


def _under(across: float, down: float) -> str:
    """A curve that runs under the middle, from left to right, for letters that stand on it."""
    x, y = across * cos(pi / 8), down * sin(pi / 8)
    return f"M{MIDDLE - x:.1f} {MIDDLE + y:.1f}A{across} {down} 0 0 0 {MIDDLE + x:.1f} {MIDDLE + y:.1f}"


SHAPES = {
    "circle": Shape(_oval(77, 77), _oval(68, 68), 43, 72, 116, 90, 102, _under(60, 60), 138),
    "hexagon": Shape(_ring(6, 79), _ring(6, 70), 43, 72, 108, 90, 101, _under(53, 53), 120),
    "octagon": Shape(_ring(8, 80), _ring(8, 71), 42, 71, 116, 89, 101, _under(58, 58), 132),
    "oval": Shape(_oval(79, 62), _oval(71, 54), 49, 73, 118, 89, 98, _under(63, 46), 128),
    "shield": Shape(_shield(0), _shield(8), 126, 70, 108, 88, 100, "M28 44Q80 30 132 44", 98),
}


@dataclass(frozen=True)
class Cut:
    """What one space's stamp was cut with."""

    shape: str
    ink: str
    turn: float
    grain: int

    @classmethod
    def of(cls, key: str) -> "Cut":
        """The cut that belongs to `key`, whatever the day."""
        drawn = blake2b(key.encode(), digest_size=8).digest()
        turn = round((drawn[2] / 255 * 2 - 1) * TURN, 1)
        return cls(list(SHAPES)[drawn[0] % len(SHAPES)], INKS[drawn[1] % len(INKS)], turn, drawn[3])


def stamp(name: str, town: str, day: date, kind_label: str, key: str, falls: bool = False) -> Markup:
    """The stamp of the space `name` at `town` for its local date `day`, as an SVG picture in its ink.

    `key` is what never changes of a space, its slug; with `falls` it comes down once when the page opens.
    """
    cut = Cut.of(key)
    mark = blake2b(f"{key} {day} {kind_label}".encode(), digest_size=5).hexdigest()
    said = gettext("Stamp of %(space)s, %(town)s, %(day)s") % {"space": name, "town": town, "day": phrases.dated(day)}
    drawing = "".join(_drawing(cut, mark, (name, town, _printed(day), kind_label)))
    moved = " falls" if falls else ""
    return Markup(  # noqa: S704  every word in it was escaped
        f'<svg class="stamp {cut.ink} {cut.shape}{moved}" viewBox="0 0 160 160" role="img" aria-label="{escape(said)}">'
        f"{_uneven_ink(mark, cut.grain)}{drawing}</svg>"
    )


def _printed(day: date) -> str:
    return phrases.day_short(day).split(phrases.NO_BREAK)[-1].rstrip(".").upper().join((f"{day:%d} ", f" {day:%Y}"))


def _uneven_ink(mark: str, grain: int) -> str:
    """Thin places where the hand pressed less, and the grain of the paper."""
    return (
        f'<defs><filter id="ink-{mark}" x="-5%" y="-5%" width="110%" height="110%">'
        f'<feTurbulence type="fractalNoise" baseFrequency="0.035" numOctaves="2" seed="{grain}" result="hand"/>'
        f'<feTurbulence type="fractalNoise" baseFrequency="0.75" numOctaves="1" seed="{grain}" result="paper"/>'
        '<feComposite in="hand" in2="paper" operator="arithmetic" k2="0.72" k3="0.38" result="pressed"/>'
        '<feColorMatrix in="pressed" values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  2.6 0 0 0.4 -0.42" result="thin"/>'
        '<feComposite in="SourceGraphic" in2="thin" operator="in"/></filter></defs>'
    )


def _drawing(cut: Cut, mark: str, words: tuple[str, str, str, str]) -> Iterator[str]:
    shape = SHAPES[cut.shape]
    name, town, printed, kind = (word.upper() for word in words)
    yield f'<g transform="rotate({cut.turn} {MIDDLE} {MIDDLE})" filter="url(#ink-{mark})" fill="currentColor">'
    yield f'<g fill="none" stroke="currentColor"><g stroke-width="3">{shape.outer}</g>{shape.inner}'
    yield f'<path id="curve-{mark}" stroke="none" d="{shape.curve}"/><path stroke-width="1.2" d="{_waves(shape)}"/></g>'
    yield _line(kind, shape.kind_y, 9.5, 400, 78)
    yield _line(town, shape.town_y, 19, 700, shape.town_room)
    yield _line(printed, shape.date_y, 11.5, 600, shape.town_room)
    yield _on_curve(name, mark, shape.curve_room)
    yield "</g>"


def _line(words: str, y: float, size: float, weight: int, room: float) -> str:
    fitted = min(size, room / (CAPITAL * max(len(words), 1)))
    return (
        f'<text x="{MIDDLE}" y="{y}" font-size="{fitted:.1f}" font-weight="{weight}" letter-spacing="{fitted / 14:.2f}"'
        f' text-anchor="middle">{escape(words)}</text>'
    )


def _on_curve(words: str, mark: str, room: float) -> str:
    fitted = max(min(10.0, room / (ON_CURVE * max(len(words), 1))), 6.0)
    longest = int(room / (ON_CURVE * fitted))
    kept = words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
    return (
        f'<text font-size="{fitted:.1f}" letter-spacing="{fitted / 14:.2f}" text-anchor="middle">'
        f'<textPath href="#curve-{mark}" startOffset="50%">{escape(kept)}</textPath></text>'
    )


def _waves(shape: Shape) -> str:
    """The two wavy lines of a cancelled stamp."""
    return "".join(f"M48 {y}q8 -6 16 0t16 0t16 0t16 0" for y in (shape.wave_y, shape.wave_y + 6))
