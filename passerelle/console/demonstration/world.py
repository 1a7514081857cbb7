"""The invented places of the demonstration, in towns the world over. None of them exists."""

from passerelle.console.demonstration.places import (
    BOTH,
    DOLLAR,
    EVERY_DAY,
    FRANC,
    HONG_KONG,
    LONG_WEEK,
    NAMUR,
    POUND,
    SIX_DAYS,
    WALLONIA,
    Listing,
    Town,
)
from passerelle.networks.rules import Way
from passerelle.spaces.rules import Kind

DROP_IN = {"way": Way.DROP_IN}
A_DAY_S_NOTICE = {"way": Way.NOTICE, "notice_hours": 24}

PARIS = Town("Paris", "FR", "Europe/Paris", 48.8667, 2.3833, "fr")
LYON = Town("Lyon", "FR", "Europe/Paris", 45.7676, 4.8344, "fr")
MARSEILLE = Town("Marseille", "FR", "Europe/Paris", 43.2951, 5.3740, "fr")
NANTES = Town("Nantes", "FR", "Europe/Paris", 47.2130, -1.5530, "fr")
GENEVA = Town("Genève", "CH", "Europe/Zurich", 46.2044, 6.1432, "fr", FRANC)
LUXEMBOURG = Town("Luxembourg", "LU", "Europe/Luxembourg", 49.6116, 6.1300, "fr")
MONTREAL = Town("Montréal", "CA", "America/Toronto", 45.5236, -73.5985, "fr", "CAD")
DAKAR = Town("Dakar", "SN", "Africa/Dakar", 14.6928, -17.4467, "fr", "XOF")
TUNIS = Town("Tunis", "TN", "Africa/Tunis", 36.8665, 10.1647, "fr", "TND")
AMSTERDAM = Town("Amsterdam", "NL", "Europe/Amsterdam", 52.3702, 4.8952)
BERLIN = Town("Berlin", "DE", "Europe/Berlin", 52.4977, 13.4235)
LONDON = Town("London", "GB", "Europe/London", 51.5260, -0.0780, "en", POUND)
DUBLIN = Town("Dublin", "IE", "Europe/Dublin", 53.3438, -6.2546)
LISBON = Town("Lisboa", "PT", "Europe/Lisbon", 38.7100, -9.1450)
PORTO = Town("Porto", "PT", "Europe/Lisbon", 41.1496, -8.6110)
BARCELONA = Town("Barcelona", "ES", "Europe/Madrid", 41.3979, 2.1950)
TARIFA = Town("Tarifa", "ES", "Europe/Madrid", 36.0139, -5.6060)
BOLOGNA = Town("Bologna", "IT", "Europe/Rome", 44.4949, 11.3426)
VIENNA = Town("Wien", "AT", "Europe/Vienna", 48.2060, 16.3480)
PRAGUE = Town("Praha", "CZ", "Europe/Prague", 50.0755, 14.4378, "en", "CZK")
WROCLAW = Town("Wrocław", "PL", "Europe/Warsaw", 51.1079, 17.0385, "en", "PLN")
COPENHAGEN = Town("København", "DK", "Europe/Copenhagen", 55.6867, 12.5700, "en", "DKK")
TALLINN = Town("Tallinn", "EE", "Europe/Tallinn", 59.4370, 24.7536)
ATHENS = Town("Athína", "GR", "Europe/Athens", 37.9838, 23.7275)
ISTANBUL = Town("İstanbul", "TR", "Europe/Istanbul", 41.0290, 28.9740, "en", "TRY")
REYKJAVIK = Town("Reykjavík", "IS", "Atlantic/Reykjavik", 64.1466, -21.9426, "en", "ISK")
NAIROBI = Town("Nairobi", "KE", "Africa/Nairobi", -1.2864, 36.8172, "en", "KES")
CAPE_TOWN = Town("Cape Town", "ZA", "Africa/Johannesburg", -33.9249, 18.4241, "en", "ZAR")
BANGALORE = Town("Bengaluru", "IN", "Asia/Kolkata", 12.9716, 77.6412, "en", "INR")
KATHMANDU = Town("Kathmandu", "NP", "Asia/Kathmandu", 27.7172, 85.3240, "en", "NPR")
CHIANG_MAI = Town("Chiang Mai", "TH", "Asia/Bangkok", 18.7953, 98.9680, "en", "THB")
TOKYO = Town("Tōkyō", "JP", "Asia/Tokyo", 35.6614, 139.6680, "en", "JPY")
MELBOURNE = Town("Melbourne", "AU", "Australia/Melbourne", -37.8136, 144.9631, "en", "AUD")
WELLINGTON = Town("Wellington", "NZ", "Pacific/Auckland", -41.2924, 174.7787, "en", "NZD")
NEW_YORK = Town("New York", "US", "America/New_York", 40.7060, -73.9500, "en", DOLLAR)
SAN_FRANCISCO = Town("San Francisco", "US", "America/Los_Angeles", 37.7599, -122.4148, "en", DOLLAR)
MEXICO = Town("Ciudad de México", "MX", "America/Mexico_City", 19.4194, -99.1656, "en", "MXN")
MEDELLIN = Town("Medellín", "CO", "America/Bogota", 6.2088, -75.5672, "en", "COP")
BUENOS_AIRES = Town("Buenos Aires", "AR", "America/Argentina/Buenos_Aires", -34.5880, -58.4300, "en", DOLLAR)
APIA = Town("Apia", "WS", "Pacific/Apia", -13.8333, -171.7667, "en", "WST")

INVENTED = (
    Listing(
        "Lantern Row",
        HONG_KONG,
        "88 Queen’s Road East, Wan Chai",
        "A shop front with twelve desks and a kettle that never rests.",
        hours=SIX_DAYS,
        ask_for="Joyce Tam",
        price=24000,
        otherwise={"visitors_a_day": 1},
    ),
    Listing(
        "Le Quai des Plantes",
        NAMUR,
        "Boulevard de la Meuse 3",
        "Un café où l’on reste travailler : huit tables, des plantes partout, pas de téléphone.",
        Kind.CAFE,
        hours=EVERY_DAY,
        price=900,
        networks=(WALLONIA,),
        otherwise=DROP_IN,
    ),
    Listing(
        "Centre d’affaires du Grognon",
        NAMUR,
        "Rue du Grognon 1",
        "Bureaux fermés, domiciliation et secrétariat. Pas un espace de coworking.",
        Kind.OFFICE_CENTRE,
        networks=(),
        price=4500,
    ),
    Listing(
        "La Verrière", PARIS, "Rue Oberkampf 112", "Une verrière, un atelier, un piano.", hours=LONG_WEEK, price=2800
    ),
    Listing("Les Canuts", LYON, "Montée de la Grande-Côte 40", "Un ancien tissage sur les pentes.", price=2000),
    Listing(
        "La Criée",
        MARSEILLE,
        "Quai de Rive-Neuve 9",
        "Des fenêtres sur le port.",
        price=1900,
        otherwise=DROP_IN,
    ),
    Listing("L’Éléphant gris", NANTES, "Quai de la Fosse 70", "Douze tables et un jardin.", is_confirmed=False),
    Listing("Le Jet", GENEVA, "Rue des Bains 5", "Au calme, à deux pas du lac.", price=3900),
    Listing("La Corniche", LUXEMBOURG, "Rue du Rost 11", "Trois salons en ville.", price=3000, networks=BOTH),
    Listing("Le Plateau", MONTREAL, "Rue Saint-Viateur 200", "Des tables longues et de la neige derrière.", price=2500),
    Listing("Teranga Coop", DAKAR, "Rue Carnot 31", "Une cour, un manguier, du thé à seize heures.", price=700000),
    Listing("Dar El Khedma", TUNIS, "Rue de Marseille 4", "Une maison à patio au centre-ville.", price=35000),
    Listing("De Sluis", AMSTERDAM, "Prinsengracht 300", "A lock keeper’s house on the canal.", price=2600, networks=()),
    Listing("Hinterhof Neun", BERLIN, "Oranienstraße 9", "Third courtyard, second floor, good light.", price=1800),
    Listing("Copper Yard", LONDON, "Rivington Street 20", "Desks under a copper roof.", price=3000),
    Listing("The Snug", DUBLIN, "Fade Street 12", "Small, warm and talkative.", Kind.CAFE, hours=EVERY_DAY, price=1500),
    Listing("Azulejo", LISBON, "Rua da Boavista 84", "Tiles, tall windows, strong coffee.", price=1800),
    Listing("Ribeira Works", PORTO, "Rua de São João 15", "Ten desks above the river.", price=1500, otherwise=DROP_IN),
    Listing(
        "Nau Poblenou",
        BARCELONA,
        "Carrer de Pujades 100",
        "A former dye works.",
        hours=LONG_WEEK,
        price=2200,
        networks=(),
    ),
    Listing(
        "Duna Tarifa",
        TARIFA,
        "Calle Batalla del Salado 40",
        "Work in the morning, wind in the afternoon.",
        Kind.GETAWAY,
        hours=EVERY_DAY,
        price=1900,
    ),
    Listing("Sotto i Portici", BOLOGNA, "Via del Pratello 60", "In the arcades.", price=1700, otherwise=A_DAY_S_NOTICE),
    Listing("Neubau Eins", VIENNA, "Neubaugasse 41", "A carpenter’s floor.", Kind.MAKER_SPACE),
    Listing("Letná Deset", PRAGUE, "Letenská 10", "On the hill, with a view.", price=45000, is_confirmed=False),
    Listing(
        "Nadodrze",
        WROCLAW,
        "Chrobrego 24",
        "A print shop with room to spare.",
        Kind.MAKER_SPACE,
        price=6000,
        networks=(),
    ),
    Listing("Nørrebro Bord", COPENHAGEN, "Elmegade 5", "Long tables, long lunches.", price=18000),
    Listing("Kalamaja Maja", TALLINN, "Telliskivi 60", "In the old railway works.", price=1600, otherwise=DROP_IN),
    Listing("Exarcheia Desk", ATHENS, "Themistokleous 44", "A roof in the middle of town.", price=1200),
    Listing("Karaköy Masa", ISTANBUL, "Mumhane Caddesi 30", "Between ferries and hill.", price=60000),
    Listing("Hlíð", REYKJAVIK, "Laugavegur 70", "Hot water, cold air, fast lines.", price=500000, is_confirmed=False),
    Listing("Ngong Road House", NAIROBI, "Ngong Road 120", "Thirty desks in a garden.", price=150000),
    Listing("Woodstock Table", CAPE_TOWN, "Albert Road 200", "Across from the old biscuit mill.", price=25000),
    Listing("Banyan Floor", BANGALORE, "12th Main, Indiranagar", "A floor and a tree.", hours=SIX_DAYS, price=80000),
    Listing("Patan Nine", KATHMANDU, "Mangal Bazar 9", "Brick and mountain light.", price=90000, otherwise=DROP_IN),
    Listing(
        "Nimman Teak", CHIANG_MAI, "Nimmanhaemin Soi 7", "A teak house on stilts.", Kind.GETAWAY, EVERY_DAY, price=25000
    ),
    Listing("Shimokita Desk", TOKYO, "Kitazawa 2-10", "Above a record shop.", hours=EVERY_DAY, price=1500),
    Listing("Laneway", MELBOURNE, "Hardware Lane 55", "Up a stair in a lane.", price=4000),
    Listing("Harbour Shed", WELLINGTON, "Cable Street 90", "A shed on the water, kept warm.", price=3500),
    Listing("Kent Avenue Works", NEW_YORK, "Kent Avenue 240", "By the river, in Brooklyn.", price=4000),
    Listing("Mission Parlor", SAN_FRANCISCO, "Valencia Street 900", "A parlour with too many plugs.", price=4500),
    Listing("Patio Condesa", MEXICO, "Calle Ámsterdam 150", "Desks around a patio.", price=30000),
    Listing("El Poblado Once", MEDELLIN, "Carrera 35 11", "Green outside, quiet inside.", price=4000000),
    Listing("Palermo Patio", BUENOS_AIRES, "Gorriti 4800", "An old house in Palermo.", price=1500, is_confirmed=False),
    Listing("Dateline Desk", APIA, "Beach Road 1", "The first desks to see the day.", price=3000),
)
