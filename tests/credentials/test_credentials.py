"""Issuing, revoking and reading credentials."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from passerelle.credentials.actions import (
    TRIES,
    TRIES_COUNT_FOR,
    Grounds,
    count_a_try,
    issue_credential,
    key_in_use,
    read_short_code,
    record_use,
    revoke_credentials,
    use_credential,
)
from passerelle.credentials.models import Credential
from passerelle.credentials.queries import (
    address_of,
    by_short_code,
    code_of,
    credential_because_of,
    verify,
)
from passerelle.credentials.rules import Validity, pack, unpack
from passerelle.kit import clock, ids
from passerelle.kit.refusals import Refusal
from passerelle.logbook.queries import records_about
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.models import Space

pytestmark = pytest.mark.django_db
DAYS = (date(2027, 1, 11), date(2027, 1, 13))
UNKNOWN = "222222"


@pytest.fixture
def grounds(ana: Person, alder: Space, birch: Space, visa: Network) -> Grounds:
    return Grounds(person=ana, footing=alder, host=birch, network=visa, cause="visit:42", days=DAYS)


def other(grounds: Grounds, **facts: Any) -> Grounds:
    return Grounds(**({name: getattr(grounds, name) for name in Grounds.__dataclass_fields__} | facts))


def drawn(monkeypatch: pytest.MonkeyPatch, codes: Sequence[str]) -> None:
    monkeypatch.setattr(ids, "short_code", iter(codes).__next__)


def test_one_cause_has_one_credential(grounds: Grounds) -> None:
    first = issue_credential(grounds)
    assert issue_credential(grounds) == first
    assert (first.since, first.until) == (date(2027, 1, 11), date(2027, 1, 14))
    assert credential_because_of("visit:42") == first
    assert [record.act for record in records_about("visit:42")] == ["credential_issued"]


def test_other_days_make_another_and_revoke_the_first(grounds: Grounds) -> None:
    first = issue_credential(grounds)
    second = issue_credential(other(grounds, days=[date(2027, 2, 1)]))
    assert credential_because_of("visit:42") == second
    assert verify(code_of(first), date(2027, 1, 11)).validity is Validity.REVOKED


def test_the_database_keeps_one_for_a_cause(grounds: Grounds) -> None:
    first = issue_credential(grounds)
    first.pk, first.serial, first.short_code = None, 1, UNKNOWN
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_days_that_do_not_fit_in_a_code_are_refused(grounds: Grounds) -> None:
    last = date(2027, 1, 1) + timedelta(days=254)
    assert issue_credential(other(grounds, days=[date(2027, 1, 1), last]))
    with pytest.raises(Refusal, match="days_too_far_apart"):
        issue_credential(other(grounds, cause="visit:43", days=[date(2027, 1, 1), last + timedelta(days=1)]))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 1, 10), Validity.NOT_YET),
        (date(2027, 1, 11), Validity.VALID),
        (date(2027, 1, 13), Validity.VALID),
        (date(2027, 1, 14), Validity.EXPIRED),
    ],
)
def test_a_code_is_valid_from_its_first_day_to_its_last(grounds: Grounds, day: date, expected: Validity) -> None:
    credential = issue_credential(grounds)
    assert verify(code_of(credential), day).validity is expected
    assert by_short_code(grounds.host, credential.short_code, day).validity is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2027, 1, 10, 15, 59, 59, tzinfo=UTC), Validity.NOT_YET),
        (datetime(2027, 1, 10, 16, 0, tzinfo=UTC), Validity.VALID),
        (datetime(2027, 1, 13, 15, 59, 59, tzinfo=UTC), Validity.VALID),
        (datetime(2027, 1, 13, 16, 0, tzinfo=UTC), Validity.EXPIRED),
    ],
)
def test_its_days_begin_and_end_at_midnight_where_the_host_is(
    grounds: Grounds, moment: datetime, expected: Validity
) -> None:
    credential = issue_credential(grounds)
    with clock.at(moment):
        assert verify(code_of(credential)).validity is expected
        assert by_short_code(grounds.host, credential.short_code).validity is expected


def test_a_code_is_read_in_one_query(grounds: Grounds, django_assert_num_queries: Any) -> None:
    code = code_of(issue_credential(grounds))
    with django_assert_num_queries(1):
        verdict = verify(code, DAYS[0])
        assert verdict.is_valid
        assert verdict.credential
        assert (verdict.credential.person.name, verdict.credential.home.name) == ("Ana Duarte", "Alder")


def test_a_revoked_code_says_so(grounds: Grounds) -> None:
    credential = issue_credential(grounds)
    assert revoke_credentials("visit:42") == 1
    assert revoke_credentials("visit:42") == 0
    assert credential_because_of("visit:42") is None
    assert verify(code_of(credential), DAYS[0]).validity is Validity.REVOKED
    assert by_short_code(grounds.host, credential.short_code, DAYS[0]).validity is Validity.REVOKED
    again = issue_credential(grounds)
    assert again != credential
    assert verify(code_of(again), DAYS[0]).is_valid


def test_what_is_not_ours_and_what_is_broken(grounds: Grounds) -> None:
    credential = issue_credential(grounds)
    code = code_of(credential)
    claim, signature = unpack(code)
    moved = pack(type(claim)(**(vars(claim) | {"days": 200})), signature)
    forged = pack(claim, bytes(64))
    assert verify(moved).validity is Validity.BROKEN
    assert verify(forged).validity is Validity.BROKEN
    assert verify("HELLO").validity is Validity.BROKEN
    Credential.objects.all().delete()
    assert verify(code).validity is Validity.NOT_OURS


def test_a_row_that_says_otherwise_than_its_signature_opens_nothing(grounds: Grounds) -> None:
    code = code_of(issue_credential(grounds))
    Credential.objects.update(until=date(2028, 1, 1))
    assert verify(code, DAYS[0]).validity is Validity.BROKEN


def test_the_address_is_the_instances_in_capitals(grounds: Grounds) -> None:
    credential = issue_credential(grounds)
    assert address_of(credential) == f"HTTP://TESTSERVER/C/{code_of(credential)}"


def test_codes_outlive_a_change_of_the_instances_secret(grounds: Grounds, settings: Any) -> None:
    before = issue_credential(grounds)
    shown = code_of(before)
    settings.SECRET_KEY = "another secret, long enough to be one, drawn on another day"
    after = issue_credential(other(grounds, cause="visit:43"))
    assert [(key.number, key.until is None) for key in grounds.network.keys.order_by("number")] == [
        (1, False),
        (2, True),
    ]
    assert after.key.number == 2
    assert verify(shown, DAYS[0]).is_valid
    assert verify(code_of(after), DAYS[0]).is_valid
    assert code_of(Credential.objects.get(pk=before.pk)) == shown
    assert key_in_use(grounds.network) == after.key


def test_two_networks_sign_with_two_keys(grounds: Grounds) -> None:
    wallonia = Network.objects.create(slug="wallonia", name="Wallonia")
    ours, theirs = key_in_use(grounds.network), key_in_use(wallonia)
    assert bytes(ours.public_key) != bytes(theirs.public_key)


def test_a_short_code_in_use_at_the_host_is_drawn_again(grounds: Grounds, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(monkeypatch, ["AAA222", "AAA222", "BBB333"])
    first = issue_credential(grounds)
    second = issue_credential(other(grounds, cause="visit:43"))
    assert [first.short_code, second.short_code] == ["AAA222", "BBB333"]


def test_a_short_code_means_another_at_another_host(grounds: Grounds, cedar: Space) -> None:
    credential = issue_credential(grounds)
    assert by_short_code(cedar, credential.short_code, DAYS[0]).validity is Validity.NOT_OURS
    assert by_short_code(grounds.host, UNKNOWN, DAYS[0]).validity is Validity.NOT_OURS


def test_a_short_code_is_read_as_people_type_it(grounds: Grounds) -> None:
    credential = issue_credential(grounds)
    typed = f" {credential.short_code[:3].lower()} {credential.short_code[3:].lower()}\n"
    assert by_short_code(grounds.host, typed, DAYS[0]).credential == credential


def test_the_short_code_in_force_goes_before_one_that_was_revoked(
    grounds: Grounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(monkeypatch, ["AAA222", "AAA222"])
    issue_credential(grounds)
    revoke_credentials("visit:42")
    again = issue_credential(grounds)
    assert by_short_code(grounds.host, "AAA222", DAYS[0]).credential == again


def test_each_use_names_its_place(grounds: Grounds, cedar: Space, dee: Person) -> None:
    code = code_of(issue_credential(grounds))
    record_use(verify(code, DAYS[0]), grounds.host, by=dee.ref)
    record_use(verify(code, date(2027, 3, 1)), cedar, by="letter:1")
    credential = credential_because_of("visit:42")
    assert credential
    assert [(use.space, use.verdict, use.by) for use in credential.uses.all()] == [
        (grounds.host, Validity.VALID, dee.ref),
        (cedar, Validity.EXPIRED, "letter:1"),
    ]
    assert record_use(verify("HELLO"), cedar, by=dee.ref) is None


def test_an_arrival_is_a_use_of_the_credential_in_force(grounds: Grounds, dee: Person) -> None:
    first = issue_credential(grounds)
    revoke_credentials("visit:42")
    second = issue_credential(grounds)
    use_credential("visit:42", grounds.host, by=dee.ref)
    use_credential("visit:43", grounds.host, by=dee.ref)
    assert not first.uses.exists()
    assert [(use.space, use.verdict, use.by) for use in second.uses.all()] == [(grounds.host, Validity.VALID, dee.ref)]


def test_tries_by_hand_are_limited_and_a_hit_forgives_them(grounds: Grounds, dee: Person, bo: Person) -> None:
    credential = issue_credential(grounds)
    with clock.at(datetime(2027, 1, 11, 2, 0, tzinfo=UTC)) as moment:
        for _ in range(TRIES - 1):
            read_short_code(grounds.host, UNKNOWN, by=dee.ref)
        assert read_short_code(grounds.host, credential.short_code, by=dee.ref).is_valid
        for _ in range(TRIES):
            read_short_code(grounds.host, UNKNOWN, by=dee.ref)
        with pytest.raises(Refusal) as refusal:
            read_short_code(grounds.host, credential.short_code, by=dee.ref)
        assert refusal.value.code == "too_many_tries"
        assert refusal.value.facts == {"again_at": moment + TRIES_COUNT_FOR}
        count_a_try(grounds.host, by=bo.ref)
    with clock.at(moment + TRIES_COUNT_FOR):
        assert read_short_code(grounds.host, credential.short_code, by=dee.ref).is_valid
