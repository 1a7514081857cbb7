"""Who may see a payment, and who may say what became of it."""

from passerelle.networks.access import may_keep_books_of
from passerelle.payments.models import Payment
from passerelle.people.models import Person
from passerelle.spaces.access import may_receive


def may_pay(person: Person, payment: Payment) -> bool:
    """A payment's page is its payer's."""
    return payment.payer_id == person.pk


def may_take_cash(person: Person, payment: Payment) -> bool:
    """The desk of the space that sells, or takes it for the network; a treasurer, for the network's own till."""
    where = payment.taken_by or payment.space
    return may_receive(person, where) if where is not None else may_keep_books_of(person, payment.seller)
