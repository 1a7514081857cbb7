"""The boards of the demonstration: what members and team have pinned up, who agreed to be announced, what waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from passerelle.board.actions import Arranged, Draft, Words, arrange, be_announced, be_written, pin_up
from passerelle.board.rules import Kind, Readers, Rhythm
from passerelle.console.demonstration.listed import space_of_the_story
from passerelle.kit import clock, late
from passerelle.kit.photos import written
from passerelle.members.queries import membership_of
from passerelle.people.queries import Person, person_at
from passerelle.spaces.queries import Space, today_at
from passerelle.visits.queries import open_visits, visits_of

NAMUR, HIVE = "coworking-namur", "the-hive"


@dataclass(frozen=True)
class Pinned:
    """A notice: where, by whom (by the manager where it is empty), how many days ago, and for how many days."""

    where: str
    who: str
    kind: Kind
    title: str
    text: str
    ago: float
    lasts: int = 14
    is_public: bool = True
    has_picture: bool = False


NOTICES = (
    Pinned(
        NAMUR, "", Kind.OPENING, "Le Moulin, à Ciney",
        "Le neuvième espace de Coworking Wallonia ouvre samedi. Visite à 11 h, tarte comprise.", 2,
    ),
    Pinned(
        NAMUR, "", Kind.EVENT, "Table du jeudi",
        "Chacun apporte un plat. On s’installe à midi et demi, il reste quatre places.", 1, 7,
    ),
    Pinned(
        NAMUR, "paul", Kind.ASK, "Un stage en journalisme",
        "Mon neveu Jérôme, 23 ans, à partir de mars. Parlez-m’en au café, ou à la table près de la fenêtre.", 3,
    ),
    Pinned(
        NAMUR, "nora", Kind.OFFER, "Une lampe de bureau à donner",
        "Elle est au deuxième, à côté de l’imprimante. La première ou le premier qui passe.", 0.5, 10, has_picture=True,
    ),
    Pinned(
        NAMUR, "paul", Kind.OFFER, "Une heure de conseil en comptabilité",
        "Pour les indépendantes et indépendants qui débutent. Contre un déjeuner.", 6, 30,
    ),
    Pinned(
        NAMUR, "", Kind.NEWS, "Travaux dans la rue jusqu’à vendredi",
        "L’entrée se fait par la cour. Le vélo se range sous l’escalier.", 0.2, 5,
    ),
    Pinned(
        NAMUR, "nora", Kind.ASK, "Colocation près de la gare",
        "Deux chambres, à partir d’avril, avec un chat très calme.\nNora, 0470 00 00 00", 4, 21, is_public=False,
    ),
    Pinned(
        HIVE, "wai", Kind.OFFER, "Two seats for Saturday’s concert",
        "City Hall, eight in the evening. I cannot go. Ask me at the long table.", 1, 4,
    ),
    Pinned(HIVE, "", Kind.NEWS, "The coffee machine is back", "With a new grinder. Beans by the window.", 0.3, 6),
)  # fmt: skip
WAITS = Pinned(
    NAMUR, "ana", Kind.OFFER, "Deux places en voiture vers Liège",
    "Tous les mardis, départ à 8 h devant la porte, retour vers 17 h.", 0.1, 20,
)  # fmt: skip
MEMBERS = (
    ("nora", NAMUR, Words("Nora", "Traductrice, du néerlandais", "une relectrice", Readers.EVERYBODY)),
    ("wai", HIVE, Words("Wai", "Builds small robots", "somebody who solders")),
)
VISITORS = (
    ("marit", NAMUR, Words("Marit", "Illustratrice", "un éditeur de livres pour enfants", Readers.EVERYBODY)),
    ("sofia", HIVE, Words("Sofia", "Translates cookery books", "a publisher")),
    ("grace", HIVE, Words("Grace", "Writes about ports")),
)


def fill_boards(who_answers: Callable[[str], Person], today: datetime) -> None:
    """Namur’s board is open to everybody, and its team looks at a notice first; Hong Kong’s is for the house."""
    for one in NOTICES:
        with clock.at(today - timedelta(days=one.ago)):
            _open_in_namur(one, who_answers, approves_first=False)
            _pin(one, who_answers)
    with clock.at(today - timedelta(days=WAITS.ago)):
        _open_in_namur(WAITS, who_answers, approves_first=True)
        _pin(WAITS, who_answers)
    with clock.at(today):
        for name, where, words in MEMBERS:
            person, space = _known(name), space_of_the_story(where)
            membership = membership_of(person, space)
            if membership is not None:
                be_announced(membership, words, by=person)
        for name, where, words in VISITORS:
            person = _known(name)
            visit = open_visits(visits_of(person)).filter(host=space_of_the_story(where)).first()
            if visit is not None:
                be_announced(visit, words, by=person)
        be_written(space_of_the_story(NAMUR), Rhythm.WEEKLY, by=_known("ana"))


def _open_in_namur(one: Pinned, who_answers: Callable[[str], Person], *, approves_first: bool) -> None:
    if one.where == NAMUR:
        wanted = Arranged(Readers.EVERYBODY, approves_first, at_once=3)
        arrange(space_of_the_story(NAMUR), wanted, by=who_answers(NAMUR))


def _pin(one: Pinned, who_answers: Callable[[str], Person]) -> None:
    space: Space = space_of_the_story(one.where)
    draft = Draft(
        kind=one.kind,
        title=one.title,
        text=one.text,
        last_day=today_at(space) + timedelta(days=one.lasts),
        readers=Readers.EVERYBODY if one.is_public else Readers.HOUSE,
        picture=_a_lamp() if one.has_picture else b"",
    )
    pin_up(space, draft, by=_known(one.who) if one.who else who_answers(one.where))


def _known(name: str) -> Person:
    person = person_at(f"{name}@example.org")
    assert person is not None
    return person


def _a_lamp() -> bytes:
    """A lamp on a desk, drawn: the demonstration has no camera."""
    image = late("PIL.Image").new("RGB", (960, 600), "#F3EAD6")
    pen = late("PIL.ImageDraw").Draw(image)
    pen.polygon([(420, 210), (640, 300), (560, 470), (200, 470)], fill="#FFFDF8")
    pen.rectangle((0, 470, 960, 600), fill="#B7A684")
    pen.line([(720, 470), (620, 330), (540, 150)], fill="#1F2A33", width=14)
    pen.polygon([(560, 110), (640, 290), (420, 220), (470, 130)], fill="#A8322A")
    pen.ellipse((600, 310, 644, 354), fill="#1F2A33")
    pen.ellipse((640, 448, 800, 484), fill="#1F2A33")
    return written(image)
