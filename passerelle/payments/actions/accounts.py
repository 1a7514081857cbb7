"""Saying where transfers to a seller go."""

from dataclasses import dataclass

from django.db import transaction

from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.networks.access import may_keep_books_of
from passerelle.networks.models import Seller
from passerelle.networks.queries import seller_is
from passerelle.payments.models import BankAccount
from passerelle.payments.rules.transfers import compact_iban, is_bic, is_iban
from passerelle.people.models import Person


@dataclass(frozen=True)
class Details:
    """A bank account as its holder knows it; the BIC may be empty, since banks in SEPA find each other without."""

    holder: str
    iban: str
    bic: str = ""


@transaction.atomic
def set_bank_account(seller: Seller, details: Details, *, by: Person) -> BankAccount:
    """Transfers go there from now on; payments that were asked keep their references.

    Raises NotFound, Refusal `iban_is_wrong`, `bic_is_wrong`, `name_is_missing`.
    """
    if not may_keep_books_of(by, seller):
        raise NotFound
    iban, bic = compact_iban(details.iban), details.bic.replace(" ", "").upper()
    if not details.holder.strip():
        raise Refusal("name_is_missing")
    if not is_iban(iban):
        raise Refusal("iban_is_wrong")
    if bic and not is_bic(bic):
        raise Refusal("bic_is_wrong")
    told = {"holder": details.holder.strip()[:70], "iban": iban, "bic": bic}
    account, _ = BankAccount.objects.update_or_create(**seller_is(seller), defaults=told)
    write_down("bank_account_set", about=seller.ref, actor=by.ref)
    return account
