"""Whoever watches over an instance asks /healthz."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client


@pytest.mark.django_db
def test_it_says_ok_without_opening_a_session(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies


@pytest.mark.django_db
def test_it_says_when_the_database_does_not_answer(client: Client) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        answer = client.get("/healthz")
    assert answer.status_code == 503


@pytest.mark.django_db
def test_it_is_only_asked(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
