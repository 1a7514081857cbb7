"""The people of the demonstration. All are invented; their addresses are at example.org."""

from dataclasses import dataclass

from passerelle.spaces.rules import Role


@dataclass(frozen=True)
class Somebody:
    """A person: the part of the address before the @, the name, the language, where at home, and for whom acting."""

    address: str
    name: str
    language: str = "en"
    home: str = ""
    acts_for: str = ""
    role: Role = Role.MANAGER

    @property
    def email(self) -> str:
        """The whole address."""
        return f"{self.address}@example.org"


ORGANISER = Somebody("claire", "Claire Noël", "fr")
TREASURER = Somebody("odile", "Odile Tasset", "fr")
STANDS_IN = Somebody("robin", "Robin Post")  # manages every place that nobody below does
RUNS_THE_INSTANCE = Somebody("backstage", "Félix Maréchal", "fr")

PEOPLE = (
    Somebody("ana", "Ana Dubois", "fr", home="coworking-namur"),
    Somebody("hugo", "Hugo Leroy", "fr", acts_for="coworking-namur"),
    Somebody("mei", "Mei Wong", acts_for="the-hive"),
    Somebody("kit", "Kit Lau", acts_for="the-hive", role=Role.DESK),
    Somebody("lena", "Lena Vos", "fr", acts_for="betacowork"),
    Somebody("ines", "Inès Marchal", "fr", acts_for="coworking-liege"),
    Somebody("karim", "Karim Benali", "fr", acts_for="coworking-charleroi"),
    Somebody("joyce", "Joyce Tam", acts_for="lantern-row"),
    Somebody("tom", "Tom Fischer", home="hinterhof-neun"),
    Somebody("sofia", "Sofia Almeida", home="azulejo"),
    Somebody("yuki", "Yuki Mori", home="shimokita-desk"),
    Somebody("grace", "Grace Mwangi", home="ngong-road-house"),
    Somebody("paul", "Paul Lambert", "fr", home="coworking-namur"),
    Somebody("nora", "Nora Peeters", "fr", home="coworking-namur"),
    Somebody("samir", "Samir Haddad", "fr", home="coworking-charleroi"),
    Somebody("elise", "Élise Fontaine", "fr", home="la-verriere"),
    Somebody("liam", "Liam Byrne", home="copper-yard"),
    Somebody("wai", "Wai Chan", home="the-hive"),
    Somebody("priya", "Priya Nair", home="banyan-floor"),
    Somebody("mateo", "Mateo Rojas", home="el-poblado-once"),
    Somebody("marit", "Marit de Boer", home="de-sluis"),
    Somebody("jordi", "Jordi Puig", home="nau-poblenou"),
    Somebody("zoe", "Zoé Martin", "fr"),
    Somebody("noe", "Noé Claes", "fr"),
)

WHO_IS_WHO = (
    ("ana@example.org", "a member of Coworking Namur, who travels (French)"),
    ("mei@example.org", "manager of The Hive in Hong Kong (English)"),
    ("kit@example.org", "at the desk of The Hive"),
    ("hugo@example.org", "manager of Coworking Namur (French)"),
    ("samir@example.org", "a member in Charleroi, who took evenings in Namur by himself (French)"),
    ("claire@example.org", "organiser of both networks (French)"),
    ("robin@example.org", "manager of all the places that nobody else manages"),
    ("odile@example.org", "keeps the books of Tandem, which sells passes (French)"),
    ("noe@example.org", "holds a pass of Tandem and is at home nowhere (French)"),
    ("zoe@example.org", "a newcomer, at home nowhere yet (French)"),
)
