"""Under which headings other programs put what is brought along. Plain Python.

They rest on what the programs say in public of their exports and templates: docs/leaving.md names each source. Folded,
as people read them in English, French, German and Spanish; of several in one file the first of a line counts.
"""

from passerelle.members.rules.roster import HEADINGS, Column, Vocabulary

WHOLE_NAMES = (
    "member name", "full name", "fullname", "coworker", "customer name", "nom complet", "nom du membre",
    "nom et prenom", "vollstandiger name", "name des mitglieds", "nombre completo", "nombre del miembro",
)  # fmt: skip
"""Headings under which a name is whole: a first name beside it says nothing more."""

VOCABULARY: Vocabulary = {
    Column.NAME: (
        *WHOLE_NAMES, "name", "nom", "nachname", "apellidos", "mitglied", "miembro", "nombre",
        *sorted(HEADINGS[Column.NAME]),
    ),
    Column.GIVEN_NAME: ("vorname", "nombre", "nombre de pila", *sorted(HEADINGS[Column.GIVEN_NAME])),
    Column.ADDRESS: (
        "email", "e mail", "member email", "email address", "contact email", "e mail adresse", "email adresse",
        "correo electronico", "correo", "direccion de correo", *sorted(HEADINGS[Column.ADDRESS]),
    ),
    Column.SINCE: (
        "contract start date", "contractstartdate", "membership start date", "start date", "startdate", "starts at",
        "debut du contrat", "vertragsbeginn", "startdatum", "beginn", "mitglied seit", "fecha de inicio", "inicio",
        *sorted(HEADINGS[Column.SINCE]), "registration date", "registrationdate", "date d inscription",
        "fecha de registro", "registrierungsdatum",
    ),
    Column.VALID_UNTIL: (
        "canceled to", "cancelled to", "canceled on", "cancellation date", "cancellationdate", "contract end date",
        "membership end date", "enddate", "resilie au", "date de resiliation", "gekundigt zum", "kundigungsdatum",
        "vertragsende", "enddatum", "fecha de baja", "fecha de fin", "fecha de cancelacion",
        *sorted(HEADINGS[Column.VALID_UNTIL]),
    ),
    Column.RENEWS_ON: (
        "next invoice date", "next invoice", "next invoice at", "next invoice on", "renewal date", "renewaldate",
        "contract renewal date", "next renewal", "renews on", "prochaine facture", "date de la prochaine facture",
        "prochain renouvellement", "date de renouvellement", "nachste rechnung", "nachstes rechnungsdatum",
        "datum der nachsten rechnung", "verlangerung", "proxima factura", "fecha de la proxima factura",
        "fecha de renovacion",
    ),
    Column.PLAN: (
        "plan name", "planname", "plan", "membership plan", "tariff name", "tariff", "membership name", "membership",
        "nom de la formule", "formule", "abonnement", "tarif name", "tarifname", "tarif", "mitgliedschaft", "tarifa",
        "nombre del plan", "plan de membresia",
    ),
    Column.PRICE: (
        "price", "plan price", "membership price", "price per cycle", "price per month", "monthly price", "unit price",
        "prix", "prix de la formule", "prix mensuel", "preis", "monatspreis", "precio", "precio mensual",
    ),
    Column.INTERVAL: (
        "interval", "billing cycle", "billing period", "cycle duration", "invoice cycle", "invoice every", "cycle",
        "period", "intervalle", "periodicite", "frequence", "abrechnungszeitraum", "abrechnungsintervall", "intervall",
        "periodo", "frecuencia", "intervalo",
    ),
}  # fmt: skip
