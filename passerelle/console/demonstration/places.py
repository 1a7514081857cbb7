"""The places of the demonstration. Ten bear the names of spaces that exist; all else is invented.

Each address is at example.org, and each page says that this is a demonstration.
"""

from dataclasses import dataclass, field
from typing import Any

from passerelle.networks.rules import Included, Terms, Way
from passerelle.spaces.rules import Kind

VISA, WALLONIA = "coworking-visa", "coworking-wallonia"

VISA_TERMS = Terms(free_days=3, within_days=90, way=Way.REQUEST, visitors_a_day=2)
WALLONIA_TERMS = Terms(
    free_days=5,
    within_days=90,
    way=Way.NOTICE,
    notice_hours=24,
    visitors_a_day=4,
    included=(Included.WIFI, Included.COFFEE, Included.SCREEN, Included.KITCHEN),
)

WEEK = "Mo-Fr 09:00-18:00; PH off"
LONG_WEEK = "Mo-Fr 08:30-19:00; PH off"
SIX_DAYS = "Mo-Fr 08:00-20:00; Sa 09:00-17:00"
EVERY_DAY = "Mo-Su 08:00-22:00"

EURO, POUND, DOLLAR, FRANC = "EUR", "GBP", "USD", "CHF"


@dataclass(frozen=True)
class Town:
    """Where a place stands: country, time zone, latitude and longitude, and what is spoken and paid with there."""

    name: str
    country: str
    zone: str
    latitude: float
    longitude: float
    language: str = "en"
    currency: str = EURO


@dataclass(frozen=True)
class Listing:
    """A place as the demonstration lists it. `price` is what a day costs afterwards, in minor units."""

    name: str
    town: Town
    address: str
    summary: str
    kind: Kind = Kind.COWORKING
    hours: str = WEEK
    ask_for: str = ""
    price: int | None = None
    networks: tuple[str, ...] = (VISA,)
    otherwise: dict[str, Any] = field(default_factory=dict)
    is_confirmed: bool = True
    second_email: str = ""


def _belgian(name: str, latitude: float, longitude: float) -> Town:
    return Town(name, "BE", "Europe/Brussels", latitude, longitude, "fr")


NAMUR = _belgian("Namur", 50.4644, 4.8646)
HONG_KONG = Town("Hong Kong", "HK", "Asia/Hong_Kong", 22.2842, 114.1551, "en", "HKD")
BOTH = (VISA, WALLONIA)

TEN = (
    Listing(
        "Coworking Namur",
        NAMUR,
        "Avenue Reine Astrid 16",
        "Un ancien atelier au pied de la citadelle : quarante tables, un café au milieu et des gens qui se parlent.",
        hours=LONG_WEEK,
        ask_for="Hugo Leroy",
        price=1800,
        networks=BOTH,
        otherwise={"visitors_a_day": 3},
        second_email="namur.bureau@example.org",
    ),
    Listing(
        "Coworking Liège",
        _belgian("Liège", 50.6412, 5.5718),
        "Rue des Croisiers 7",
        "Trois étages au bord de la Meuse, une salle de conférence et un four à pain pour le vendredi.",
        ask_for="Inès Marchal",
        price=1700,
        networks=BOTH,
    ),
    Listing(
        "Coworking Seraing",
        _belgian("Seraing", 50.5999, 5.5005),
        "Rue Ferrer 12",
        "Dans l’ancienne cristallerie : hauts plafonds, machines à café d’un autre âge.",
        price=1500,
        networks=BOTH,
    ),
    Listing(
        "Coworking Charleroi",
        _belgian("Charleroi", 50.4114, 4.4446),
        "Quai Arthur Rimbaud 4",
        "Une halle claire face à la Sambre, des studios de son et une imprimante 3D.",
        ask_for="Karim Benali",
        price=1600,
        networks=BOTH,
        otherwise={"included": ["wifi", "coffee", "screen", "kitchen", "printing"]},
    ),
    Listing(
        "Coworking Mons",
        _belgian("Mons", 50.4542, 3.9523),
        "Rue de Nimy 30",
        "Sous la collégiale, une cour, un figuier et de bonnes chaises.",
        price=1500,
        networks=BOTH,
    ),
    Listing(
        "Coworking Tournai",
        _belgian("Tournai", 50.6056, 3.3878),
        "Quai Saint-Brice 2",
        "Un entrepôt à grains au bord de l’Escaut.",
        price=1500,
        networks=BOTH,
        otherwise={"weekdays": [0, 1, 3, 4]},
    ),
    Listing(
        "Coworking La Louvière",
        _belgian("La Louvière", 50.4790, 4.1870),
        "Rue Sylvain Guyaux 18",
        "Au centre-ville, avec une cuisine où l’on mange ensemble le jeudi.",
        price=1400,
        networks=BOTH,
    ),
    Listing(
        "Coworking Louvain-la-Neuve",
        _belgian("Louvain-la-Neuve", 50.6683, 4.6118),
        "Place de l’Université 25",
        "Entre l’université et les bois : chercheurs, étudiants et jeunes sociétés.",
        price=1900,
        networks=BOTH,
        otherwise={"free_days": 4},
    ),
    Listing(
        "Betacowork",
        _belgian("Bruxelles", 50.8261, 4.3997),
        "Rue des Pères Blancs 4",
        "Une grande maison bruxelloise où l’on parle sept langues et où l’on déjeune ensemble.",
        hours=LONG_WEEK,
        ask_for="Lena Vos",
        price=2500,
        otherwise={"visitors_a_day": 4, "included": ["wifi", "coffee", "screen", "calls", "bicycles"]},
    ),
    Listing(
        "The Hive",
        HONG_KONG,
        "21/F, The Phoenix, 23 Luard Road, Wan Chai",
        "Twenty-one floors above Wan Chai: a quiet room, a loud terrace, and somebody who knows somebody.",
        hours="Mo-Fr 09:00-18:30; PH off",
        ask_for="Mei Wong",
        price=35000,
        otherwise={"visitors_a_day": 5, "included": ["wifi", "coffee", "calls", "locker"]},
        second_email="hive.office@example.org",
    ),
)
