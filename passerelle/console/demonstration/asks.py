"""People of the demonstration who tell something of themselves and look for something; two were suggested."""

from datetime import datetime, timedelta

from passerelle.asks.actions import Words, suggest, want_suggestions, write_ask
from passerelle.asks.rules import Kind, Side, Weekly
from passerelle.kit import clock
from passerelle.people.actions import tell_of_oneself
from passerelle.people.queries import Person, person_at
from passerelle.people.rules import Circle, Language, Part

NETWORK, SPACE, EVERYBODY = Circle.NETWORK, Circle.SPACE, Circle.EVERYBODY
TELLS: dict[str, dict[Part, tuple[str, Circle]]] = {
    "ana": {
        Part.TRADE: ("Cartographe, cartes à pied et à vélo", EVERYBODY),
        Part.SKILLS: ("QGIS, relevés de terrain, un peu de mise en page", NETWORK),
        Part.LANGUAGES: ("Français, espagnol, anglais", NETWORK),
        Part.LOOKS_FOR: ("Quelqu’un pour relire un guide des sentiers de la Meuse", SPACE),
    },
    "paul": {
        Part.TRADE: ("Ébéniste", NETWORK),
        Part.SKILLS: ("Tables, comptoirs, escaliers en bois du pays", NETWORK),
        Part.OFFERS: ("Un coup de main pour un meuble, le vendredi", SPACE),
        Part.LANGUAGES: ("Français, néerlandais", NETWORK),
    },
    "nora": {
        Part.TRADE: ("Graphiste et illustratrice", EVERYBODY),
        Part.SKILLS: ("Logos, affiches, livres pour enfants", NETWORK),
        Part.LANGUAGES: ("Néerlandais, français, anglais", NETWORK),
    },
    "samir": {
        Part.TRADE: ("Comptable, surtout pour les indépendants", NETWORK),
        Part.LANGUAGES: ("Français, arabe, anglais", NETWORK),
        Part.OFFERS: ("Une demi-heure de conseil sur la TVA", NETWORK),
    },
    "elise": {Part.TRADE: ("Traductrice, de l’allemand et du néerlandais", NETWORK)},
    "wai": {Part.TRADE: ("Front-end developer", EVERYBODY), Part.LANGUAGES: ("Cantonese, English", EVERYBODY)},
    "tom": {Part.TRADE: ("Sound engineer, podcasts", NETWORK), Part.LANGUAGES: ("German, English", NETWORK)},
    "priya": {Part.TRADE: ("Data analyst", NETWORK), Part.OFFERS: ("An hour of SQL for beginners", EVERYBODY)},
}
COVER = (
    "Je cherche une graphiste pour la couverture d’un guide de randonnée : un titre, une illustration, une mise en "
    "page simple."
)
JOINS = "Illustratrice, je rejoins volontiers un projet de livre ou d’affiche, deux jours par semaine."
TABLE = "Ébéniste, j’ai de la place en mars pour une table ou un comptoir."
TRAINEE = "Notre petit bureau de comptabilité accueille une stagiaire de février à mai."
ROOM = "Chambre meublée à Liège, libre de janvier à mars, chat compris."
SPRING = "Je cherche une chambre à Liège pour le printemps."
FRENCH = "Visiting Belgium in spring: who would practise French with me over coffee?"
WRITES: tuple[tuple[str, Side, Kind, str, Circle, bool], ...] = (
    ("ana", Side.ASK, Kind.COLLABORATOR, COVER, SPACE, True),
    ("nora", Side.OFFER, Kind.COLLABORATOR, JOINS, SPACE, True),
    ("paul", Side.ASK, Kind.CLIENT, TABLE, NETWORK, True),
    ("samir", Side.OFFER, Kind.INTERNSHIP, TRAINEE, NETWORK, False),
    ("elise", Side.OFFER, Kind.FLAT, ROOM, NETWORK, False),
    ("zoe", Side.ASK, Kind.FLAT, SPRING, EVERYBODY, False),
    ("wai", Side.ASK, Kind.OTHER, FRENCH, EVERYBODY, True),
)
LAST = timedelta(days=90)


def tell_and_ask(today: datetime) -> None:
    """They tell, they write, two of Namur want suggestions; the first round is over."""
    with clock.at(today - timedelta(days=3)):
        for name, parts in TELLS.items():
            tell_of_oneself(_person(name), parts)
        for name, side, kind, text, shown_to, on_board in WRITES:
            person = _person(name)
            language = Language(person.language)
            until = (today + LAST).date()
            write_ask(Words(side, kind, text, language, until, shown_to, on_board), by=person)
        for name in ("ana", "nora"):
            want_suggestions(_person(name), Weekly.THREE)
        suggest(clock.now())


def _person(name: str) -> Person:
    person = person_at(f"{name}@example.org")
    assert person is not None, name
    return person
