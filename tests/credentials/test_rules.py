"""What a code says and how it is written."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.credentials.rules import (
    CODE_SIGNS,
    EPOCH,
    LAYOUT,
    Claim,
    NotACode,
    Validity,
    is_signed,
    pack,
    public_half,
    sign,
    unpack,
    validity,
)

PRIVATE = bytes(range(32))
PUBLIC = public_half(PRIVATE)
CLAIM = Claim(network=1, key=1, serial=0x0123456789ABCD, first_day=date(2027, 1, 11), days=3, host=42)

claims = st.builds(
    Claim,
    network=st.integers(0, 2**16 - 1),
    key=st.integers(1, 255),
    serial=st.integers(0, 2**56 - 1),
    first_day=st.dates(EPOCH, EPOCH + timedelta(days=2**16 - 1)),
    days=st.integers(1, 255),
    host=st.integers(0, 2**24 - 1),
)


def signed(claim: Claim = CLAIM) -> str:
    return pack(claim, sign(claim, PRIVATE))


@given(claims)
def test_what_is_packed_is_unpacked(claim: Claim) -> None:
    signature = sign(claim, PRIVATE)
    code = pack(claim, signature)
    assert len(code) == CODE_SIGNS
    assert unpack(code) == (claim, signature)
    assert is_signed(claim, signature, PUBLIC)


@pytest.mark.parametrize("bit", range(8 * 81))
def test_every_flipped_bit_is_refused(bit: int) -> None:
    claim, signature = unpack(signed())
    whole = bytearray(claim.written() + signature)
    whole[bit // 8] ^= 1 << bit % 8
    try:
        other = Claim.read(bytes(whole[: LAYOUT.size]))
    except NotACode:
        return
    assert not is_signed(other, bytes(whole[LAYOUT.size :]), PUBLIC)


@given(st.text(max_size=200))
def test_no_text_makes_it_stumble(text: str) -> None:
    with pytest.raises(NotACode):
        unpack(text)


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=CODE_SIGNS, max_size=CODE_SIGNS))
def test_what_looks_like_a_code_is_not_signed(text: str) -> None:
    try:
        claim, signature = unpack(text)
    except NotACode:
        return
    assert not is_signed(claim, signature, PUBLIC)


def test_a_code_has_one_spelling() -> None:
    code = signed()
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".index(code[-1])
    with pytest.raises(NotACode):
        unpack(code[:-1] + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[last + 1])


def test_small_letters_are_read_as_capitals() -> None:
    assert unpack(signed().lower()) == unpack(signed())


def test_another_key_did_not_sign_it() -> None:
    claim, signature = unpack(signed())
    assert not is_signed(claim, signature, public_half(bytes(32)))


def test_the_worked_example_of_the_documentation_holds() -> None:
    assert CLAIM.written().hex() == "01000101" + "0123456789abcd" + "0a07" + "03" + "00002a"
    assert PUBLIC.hex() == "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
    assert signed() == (
        "AEAACAIBENCWPCNLZUFAOAYAAAVH5GKKXFTW7CLCQQQN252RE2DEAXO3JUJ5X5AC"
        "UHATQT6ILQYXU5WUS3JU46XVJ3BMRYUAMMDLSMZBKCSWLNIXEXUNO347SH36ZHXPB4"
    )


@pytest.mark.parametrize(
    "claim",
    [
        Claim(2**16, 1, 1, date(2027, 1, 1), 1, 1),
        Claim(1, 256, 1, date(2027, 1, 1), 1, 1),
        Claim(1, 1, 2**56, date(2027, 1, 1), 1, 1),
        Claim(1, 1, 1, date(2019, 12, 31), 1, 1),
        Claim(1, 1, 1, date(2027, 1, 1), 256, 1),
        Claim(1, 1, 1, date(2027, 1, 1), 1, 2**24),
    ],
)
def test_what_does_not_fit_is_not_cut_off(claim: Claim) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        claim.written()


def test_a_code_for_no_day_or_of_another_version_is_none() -> None:
    written = CLAIM.written()
    assert Claim.read(written) == CLAIM
    for place, value in ((0, 2), (13, 0)):
        changed = bytearray(written)
        changed[place] = value
        with pytest.raises(NotACode):
            Claim.read(bytes(changed))


def test_until_is_the_day_after_the_last() -> None:
    assert CLAIM.until == date(2027, 1, 14)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2027, 1, 10), Validity.NOT_YET),
        (date(2027, 1, 11), Validity.VALID),
        (date(2027, 1, 13), Validity.VALID),
        (date(2027, 1, 14), Validity.EXPIRED),
    ],
)
def test_expiry_is_seen_on_both_sides(on: date, expected: Validity) -> None:
    assert validity(date(2027, 1, 11), date(2027, 1, 14), on, is_revoked=False) is expected
    assert validity(date(2027, 1, 11), date(2027, 1, 14), on, is_revoked=True) is Validity.REVOKED
