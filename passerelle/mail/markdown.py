"""From a letter's Markdown to its two bodies.

The text is read once, by markdown-it with HTML switched off, and written twice from the same tokens, as HTML and as
plain text, so that the two cannot say different things. A line of its own `[[Label|URL]]` is a button.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from passerelle.mail.words import NBSP, typeset

_BUTTON = re.compile(r"\[\[(?P<label>[^|\]]+)\|(?P<url>[^\]\s]+)\]\]")
_SAFE_URL = re.compile(r"https?://[^\s<>\"']+|mailto:[^\s<>\"']+@[^\s<>\"']+")


def parse(source: str, language: str) -> list[Token]:
    """The tokens of `source`, typeset for `language`.

    Raises ValueError for a link or a button that leads anywhere but to a web page or a mail address.
    """
    tokens = _without_empty_heads(_markdown.parse(source))
    for token in _all(tokens):
        if token.type in ("text", "button"):
            token.content = typeset(token.content, language)
        if token.type in ("fence", "code_inline"):  # the only places where a numeric reference is not read back
            token.content = html.unescape(token.content).strip()
        if token.type in ("link_open", "button") and not _SAFE_URL.fullmatch(str(token.attrGet("href"))):
            raise ValueError(f"A letter leads to pages and mail addresses only, not to {token.attrGet('href')!r}.")
    return tokens


def as_html(tokens: list[Token]) -> str:
    """The HTML body, without its frame."""
    return str(_markdown.renderer.render(tokens, _markdown.options, {}))


def as_text(tokens: list[Token], language: str) -> str:
    """The plain body: paragraphs without hard line ends, links written out, a button as "Label: address"."""
    blocks = _Plain(tokens, colon=f"{NBSP}: " if language == "fr" else ": ").blocks()
    return "\n\n".join(block for block in blocks if block.strip()) + "\n"


def first_sentence(tokens: list[Token]) -> str:
    """What a mailbox shows beside the subject."""
    for token, following in pairwise(tokens):
        if token.type == "paragraph_open" and following.type == "inline":
            return _inline(following.children or [])
    return ""


def button_count(tokens: list[Token]) -> int:
    """How many buttons the letter has."""
    return sum(token.type == "button" for token in tokens)


def _button_rule(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it: one line that is nothing but `[[Label|URL]]`."""
    written = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
    match = _BUTTON.fullmatch(written)
    if match is None:
        return False
    if not silent:
        token = state.push("button", "a", 0)
        token.content = html.unescape(match["label"].strip())
        token.attrSet("href", html.unescape(match["url"]))
        token.map = [line, line + 1]
        state.line = line + 1
    return True


def _button_html(renderer: object, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
    """A table, because one widespread mail program draws no padding around a link. Neighbours stand side by side."""
    token = tokens[index]
    before = tokens[index - 1].type if index else ""
    after = tokens[index + 1].type if index + 1 < len(tokens) else ""
    rank = "quiet" if before == "button" else "first"
    cell = (
        f'<table role="presentation" class="button {rank}" align="left" cellpadding="0" cellspacing="0"><tr><td>'
        f'<a href="{html.escape(str(token.attrGet("href")))}">{html.escape(token.content)}</a></td></tr></table>'
    )
    opening = "" if before == "button" else '<div class="buttons">'
    closing = "" if after == "button" else '<div class="after"></div></div>'
    return f"{opening}{cell}{closing}\n"


def _make_markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.disable(["image", "html_block", "html_inline", "code"])
    markdown.block.ruler.before("reference", "button", _button_rule, {"alt": ["paragraph", "reference", "blockquote"]})
    markdown.add_render_rule("button", _button_html)
    return markdown


_markdown = _make_markdown()


def _without_empty_heads(tokens: list[Token]) -> list[Token]:
    """A table needs a first line in Markdown; one left empty is not shown."""
    kept: list[Token] = []
    for token in tokens:
        kept.append(token)
        if token.type == "thead_close":
            start = max(index for index, earlier in enumerate(kept) if earlier.type == "thead_open")
            if not any(earlier.content for earlier in kept[start:]):
                del kept[start:]
    return kept


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def _inline(tokens: Sequence[Token]) -> str:
    """The words of a line; a link is followed by its address unless it says it already."""
    said: list[str] = []
    links: list[tuple[str, int]] = []
    for token in tokens:
        if token.type == "link_open":
            links.append((str(token.attrGet("href")), len(said)))
        elif token.type == "link_close":
            address, start = links.pop()
            label = "".join(said[start:])
            said.append("" if label in (address, address.removeprefix("mailto:")) else f" ({address})")
        else:
            said.append(_WORDS.get(token.type, token.content))
    return "".join(said)


_WORDS = {"softbreak": " ", "hardbreak": "\n"}


@dataclass
class _Plain:
    """Walks the block tokens once and gives the paragraphs of the plain body."""

    tokens: list[Token]
    colon: str
    at: int = 0

    def blocks(self, until: str = "") -> list[str]:
        """The blocks up to the closing token `until`."""
        done: list[str] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.type == until:
                break
            self._take(token, done)
        return done

    def _take(self, token: Token, done: list[str]) -> None:
        match token.type:
            case "inline":
                done.append(_inline(token.children or []))
            case "button":
                colon = "\n" if token.content.endswith("?") else self.colon
                done.append(f"{token.content}{colon}{token.attrGet('href')}")
            case "fence":
                done.append(_indented("    ", token.content, every=True))
            case "hr":
                done.append("—" * 8)
            case "blockquote_open":
                done.append(_indented("> ", "\n\n".join(self.blocks("blockquote_close")), every=True))
            case "bullet_list_open":
                done.append(self._items("bullet_list_close"))
            case "ordered_list_open":
                done.append(self._items("ordered_list_close", first=int(token.attrGet("start") or 1)))
            case "table_open":
                done.append(_columns(self._rows()))

    def _items(self, until: str, first: int | None = None) -> str:
        items: list[str] = []
        while self.tokens[self.at].type != until:
            self.at += 1
            sign = "- " if first is None else f"{first + len(items)}. "
            items.append(_indented(sign, "\n\n".join(self.blocks("list_item_close"))))
        self.at += 1
        return "\n".join(items)

    def _rows(self) -> list[list[str]]:
        rows: list[list[str]] = []
        while (token := self.tokens[self.at]).type != "table_close":
            if token.type == "tr_open":
                rows.append([])
            if token.type == "inline":
                rows[-1].append(_inline(token.children or []))
            self.at += 1
        self.at += 1
        return [row for row in rows if any(row)]


def _indented(sign: str, text: str, *, every: bool = False) -> str:
    """`sign` before the first line; before the others too, or as much blank."""
    first, *others = text.split("\n")
    before = sign if every else " " * len(sign)
    return "\n".join([sign + first, *((before + line).rstrip() for line in others)])


def _columns(rows: list[list[str]]) -> str:
    """Cells under each other; the last column is left as long as it is."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines)
