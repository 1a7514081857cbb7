"""What is a mail address, and what only looks like one."""

import pytest

from passerelle.kit.addresses import in_ascii, is_mail_address


@pytest.mark.parametrize(
    "text",
    ["ana@example.org", "a.b+c@sub.example.org", "o'neill@example.org", "x@xn--bcher-kva.example", "x@bücher.example"],
)
def test_a_letter_can_be_sent_there(text: str) -> None:
    assert is_mail_address(text)


NO_ADDRESSES = (
    *("", "ana", "@example.org", "ana@", "ana@example", "a b@example.org", "a@b@example.org", "a@example..org"),
    *('"a b"@example.org', '"a,b@example.org"@example.org', "a@[127.0.0.1]", "a@127.0.0.1", "a@example.org\n"),
    *("a\x00@example.org", "a@example.org,b@example.org", "<a@example.org>", ".a@example.org", "a.@example.org"),
    *(f"{'a' * 65}@example.org", f"a@{'b.' * 130}org", "a@-example.org", "\u202ea@example.org"),
)


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_nobody_reads_there(text: str) -> None:
    assert not is_mail_address(text)


def test_mail_servers_are_told_hosts_in_their_own_letters() -> None:
    assert in_ascii("ana@bücher.example") == "ana@xn--bcher-kva.example"
    assert in_ascii("ana@example.org") == "ana@example.org"
