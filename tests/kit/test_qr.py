"""A QR code is read by a decoder that did not write it."""

from xml.etree import ElementTree

import pytest
import zxingcpp

from passerelle.kit.qr import qr_code, qr_picture

ADDRESS = "HTTPS://PASSERELLE.EXAMPLE.ORG/C/" + "AEAACAIBENCWP" * 10


def test_a_camera_reads_the_address() -> None:
    modules = [bytes(0 if module else 255 for module in row) for row in qr_code(ADDRESS).matrix_iter(scale=4, border=4)]
    picture = memoryview(b"".join(modules)).cast("B", (len(modules), len(modules[0])))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [ADDRESS]


def test_an_address_of_163_signs_needs_no_more_than_version_7() -> None:
    assert len(ADDRESS) == 163
    code = qr_code(ADDRESS)
    assert (code.version, code.error, code.mode) == (7, "M", "alphanumeric")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "A.VERY.LONG.NAME.OF.A.HOST.THAT.SOMEBODY.ONCE.CHOSE.EXAMPLE.ORG"])
def test_no_host_makes_it_finer_than_version_8(host: str) -> None:
    assert qr_code(f"HTTPS://{host}/C/" + "A" * 130).version <= 8


def test_the_picture_is_black_on_white_with_four_empty_modules_and_a_name() -> None:
    drawn = ElementTree.fromstring(qr_picture(ADDRESS, 'Ana’s code <"1">'))
    size = 45 + 2 * 4
    assert drawn.get("viewBox") == f"0 0 {size} {size}"
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == 'Ana’s code <"1">'
    ground, modules = list(drawn)
    assert (ground.get("fill"), modules.get("stroke")) == ("#fff", "#000")
