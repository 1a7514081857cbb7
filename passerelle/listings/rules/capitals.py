"""Words that shout, put into ordinary letters. Plain Python."""

import re
from functools import lru_cache

_SMALL = {
    "de", "du", "des", "la", "le", "les", "et", "en", "au", "aux", "sur", "sous", "un", "une", "a", "par", "pour",
    "d", "l",
    "of", "the", "and", "for", "by", "in", "at", "on",
}  # fmt: skip
_ACRONYMS = {
    "MDE", "CCI", "CMA", "MJC", "EPN", "ESS", "BGE", "CIJ", "CCO", "RSP", "OJC", "MCPE", "TIC", "IUT", "INSA", "EPFL",
    "ULB", "KU", "ENSAM", "CNAM", "AFPA", "APEC", "SACVL", "CGPME", "ZA", "ZI", "ZAC", "BP", "CS", "RN", "RD", "USA",
    "UK", "EU", "UE", "IT", "PME", "TPE", "3D", "DIY", "HQ", "NYC", "CEO", "AWS", "API", "VIP", "SAS", "II", "III",
    "IV", "VI", "VII", "VIII", "IX", "XI", "XII",
}  # fmt: skip
_SHORTENED = {"ST", "STE", "DR", "MR", "BD", "PL", "CHR"}
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-ÝАЕЁИОУЫЭЮЯІЇЄΑΕΗΙΟΥΩ]")
_ELIDED = re.compile(r"(?:L|D|J|M|N|S|T|C|QU)(?=['’])")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def calmed(text: str) -> str:
    """ "L'ATELIER NUMERIQUE" → "L'Atelier Numerique"; what is not all in capitals, or is one short word, stays.

    Acronyms stay: known ones, and short words without a vowel. Accents that capitals lost are not invented.
    """
    letters = [sign for sign in text if sign.isalpha()]
    words = _WORD.findall(text)
    shouts = len(letters) > 4 and text.upper() == text and any(sign.lower() != sign for sign in letters)
    if not shouts or (len(words) > 1 and all(len(word) < 4 for word in words)):
        return text
    return _WORD.sub(lambda found: _calm_word(found, text), text)


def _calm_word(found: re.Match[str], text: str) -> str:
    word, before, after = found[0], text[: found.start()], text[found.end() : found.end() + 1]
    if not word.isalpha():
        return word if len(word) < 4 or word[0].isdigit() else word.capitalize()
    if word in _ACRONYMS or (len(word) == 1 and after not in ("'", "’") and word != "A"):
        return word
    is_first = not _WORD.search(before) or (
        before.rstrip()[-1:] in ("-", "–", "(", "/", ":", "|") and before.endswith(" ")
    )
    if _ELIDED.match(text, found.start()) and word == _ELIDED.match(text, found.start())[0]:  # type: ignore[index]
        return word if is_first else word.lower()
    if word.lower() in _SMALL and not is_first:
        return word.lower()
    if len(word) < 5 and word not in _SHORTENED and not _VOWEL.search(word):
        return word
    goes_on = before[-1:] in (".", "@") and before[-2:-1].isalnum()
    return word.lower() if goes_on else word.capitalize()
