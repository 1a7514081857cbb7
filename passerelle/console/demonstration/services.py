"""What the office centre of the demonstration does for companies."""

from collections.abc import Callable

from passerelle.console.demonstration.listed import space_of_the_story
from passerelle.invoices.actions import name_tax
from passerelle.invoices.rules import Category
from passerelle.people.queries import Person
from passerelle.provisions.actions import offer_provision
from passerelle.provisions.rules import Described, Kind, Per

GROGNON = "centre-d-affaires-du-grognon"
SERVICES = (
    Described(
        Kind.DOMICILIATION,
        4_500,
        Per.MONTH,
        "Le siège de votre société au Grognon, votre nom sur la boîte aux lettres, une salle une fois par mois.",
        "The registered office of your company at Le Grognon, your name on the letter box, a room once a month.",
        approval_number="DOM-5000-0042",
        approved_by="SPF Économie (exemple)",
        term_months=12,
    ),
    Described(
        Kind.SECRETARIAT,
        3_200,
        Per.HOUR,
        "Téléphone, agenda, lettres et devis, en français et en néerlandais.",
        "Telephone, diary, letters and quotations, in French and Dutch.",
    ),
    Described(
        Kind.MAIL,
        150,
        Per.PIECE,
        "Un courrier ouvert, numérisé et envoyé le jour même.",
        "A letter opened, scanned and sent on the same day.",
    ),
)


def offer_services(who_answers: Callable[[str], Person]) -> None:
    """An address, a secretariat and the mail, at a centre that is no coworking space."""
    centre, manager = space_of_the_story(GROGNON), who_answers(GROGNON)
    tax = name_tax(centre, "be_21", 2_100, Category.STANDARD, "", by=manager)
    for described in SERVICES:
        offer_provision(centre, described, by=manager, tax=tax)
