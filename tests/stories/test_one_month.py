"""A month of a network that sells days: bought, worked in two currencies, contested, closed, and paid to the spaces."""

import csv
import re
from collections.abc import Callable
from decimal import Decimal
from importlib.resources import files
from io import StringIO
from time import monotonic
from xml.etree import ElementTree

import pytest
import xmlschema
from playwright.sync_api import Locator, Page, expect

from passerelle.invoices.printing import why_not
from tests.stories.conftest import Traveller

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]

NORA, ODILE, ROBIN = "nora@example.org", "odile@example.org", "robin@example.org"
AMSTERDAM, WROCLAW = "de-sluis", "nadodrze"
TREASURY = "/networks/tandem/"
WORDS = {
    "fr": {
        "pack": "Dix jours",
        "order": "Commander et payer",
        "read": "Lire le fichier",
        "take in": "Prendre ces lignes",
        "open": "pass est ouvert",
        "missing": "attendent Nau Poblenou",
        "agree": "je suis d’accord",
        "save": "Enregistrer",
    },
    "en": {
        "pack": "Ten days",
        "order": "Order and pay",
        "read": "Read the file",
        "take in": "Take these lines in",
        "open": "pass is open",
        "missing": "wait for Nau Poblenou",
        "agree": "I agree",
        "save": "Save",
    },
}
CLOSED = re.compile("^(Closed on|Clôturé le)")
SCHEMA = xmlschema.XMLSchema(str(files("sepaxml") / "schemas/pain.001.001.09.xsd"))
BASIC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
OUTSIDE_OF_PAGES = "/credits/"


@pytest.mark.parametrize(
    ("language", "scripts"), [("fr", True), ("en", False)], ids=["in French", "in English without JavaScript"]
)
def test_a_month_from_the_pass_to_the_bank(traveller: Traveller, language: str, scripts: bool) -> None:
    """Nora buys ten days and works in Amsterdam and Wrocław; Odile closes the month, and both spaces are paid."""
    a_month_begins(traveller)
    nora_buys_ten_days(traveller, language)
    twice, once = announced(traveller, AMSTERDAM, 2), announced(traveller, WROCLAW, 1, after=2)
    works_in(traveller, twice[0], by_the_poster_of(traveller, AMSTERDAM), language)
    contest = link_in(traveller.reads_letter(NORA, "De Sluis"), "/charge/")
    works_in(traveller, twice[1], by_the_desk_of(AMSTERDAM), language)
    works_in(traveller, once[0], by_the_desk_of(WROCLAW), language)
    is_given_back(traveller, contest, language)
    nora_sees_what_is_left(traveller, language)
    month = twice[0][:7]
    the_month_ends(traveller, month)
    foreseen = odile_closes(traveller, month, language)
    assert foreseen == nets(traveller.page)
    files_add_up(traveller, foreseen)
    robin_reads_what_was_earned(traveller, month, foreseen["De Sluis"], language)
    nora_opens_her_invoice(traveller, language)
    assert "nothing is wrong" in traveller.demonstration.shell.run("check-books").stdout


@pytest.mark.parametrize(("language", "scripts"), [("fr", False)], ids=["in French without JavaScript"])
def test_what_waits_is_paid_once_the_space_has_said_what_was_missing(
    traveller: Traveller, language: str, scripts: bool
) -> None:
    """Nau Poblenou reads what its payout waits for, says it, and stands in the next file for the bank."""
    page = traveller.reads_letter("nau-poblenou@example.org", WORDS["en"]["missing"])
    party, earned = link_in(page, "/documents/party/"), link_in(page, "/earned/")
    traveller.becomes(ROBIN, language)
    page.goto(earned)
    pressed(page, WORDS[language]["agree"])
    page.goto(party)
    page.locator("[name=name]").fill("Nau Poblenou SL")
    page.locator("[name=country]").select_option("ES")
    page.locator("[name=vat_number]").fill("ESB12345674")
    page.locator("[name=iban]").fill("ES91 2100 0418 4502 0005 1332")
    pressed(page, WORDS[language]["save"])
    traveller.becomes(ODILE, language)
    traveller.goes_to(TREASURY + "months/").locator("main table a").first.click()
    files_before = len(money_files(traveller))
    traveller.presses("files")
    newest = money_files(traveller)[files_before:]
    assert [sorted(amounts(one)) for one in newest] == [["Nau Poblenou SL"]]


# Buying


def a_month_begins(traveller: Traveller) -> None:
    """By day in Europe, and early enough in a month for three days of work in it."""
    traveller.goes_to(OUTSIDE_OF_PAGES)
    until(traveller, "hour", lambda now: "07" <= now[11:13] < "13")
    until(traveller, "day", lambda now: int(now[8:10]) <= 14)


def nora_buys_ten_days(traveller: Traveller, language: str) -> None:
    """She orders a pack and reads how to pay; the treasurer sends the bank's file in which her transfer stands."""
    said = WORDS[language]
    page = traveller.becomes(NORA, language)
    traveller.goes_to(TREASURY + "passes/").get_by_role("link", name=said["pack"]).click()
    pressed(page, said["order"])
    reference = page.locator("main").inner_text()
    (reference,) = re.findall(r"\+\+\+\d{3}/\d{4}/\d{5}\+\+\+", reference)
    assert reference in traveller.reads_letter(NORA, "149").locator("body").inner_text()
    traveller.becomes(ODILE, language)
    traveller.goes_to(TREASURY + "payments/bank/")
    line = f"date;amount;communication;name\n{now_in(traveller)[:10]};149,00;{reference};Nora Peeters\n"
    sent = {"name": "bank.csv", "mimeType": "text/csv", "buffer": line.encode()}
    page.locator("input[type=file]").set_input_files([sent])  # type: ignore[list-item]
    pressed(page, said["read"])
    expect(page.locator("main")).to_contain_text("Nora Peeters")
    pressed(page, said["take in"])
    traveller.becomes(NORA, language)
    letter = traveller.reads_letter(NORA, said["open"])
    page.goto(link_in(letter, "/passes/"))
    expect(page.locator("main")).to_contain_text("10 ")


# Working


def announced(traveller: Traveller, where: str, how_many: int, *, after: int = 0) -> list[str]:
    """Nora says on which days she comes; the terms say yes. The `after` first days that are open are left out."""
    page = traveller.goes_to(f"/spaces/{where}/ask/")
    boxes = page.locator("input[name=days]:not([disabled])")
    days: list[str] = boxes.evaluate_all("boxes => boxes.map(box => box.value)")[1 + after :][:how_many]
    for day in days:
        page.locator(f"input[name=days][value='{day}']").check(force=True)
    send = page.locator("button[name=act][value=send]")
    if not send.is_visible():
        traveller.presses("count")
    expect(page.locator("#reckoning")).to_contain_text("Tandem")
    send.click()
    page.wait_for_url("**/visits/*/")
    return days


def works_in(traveller: Traveller, day: str, arrive: Callable[[Traveller, str], None], language: str) -> None:
    """On the morning of the day Nora arrives, and is told at once what it cost."""
    traveller.goes_to(OUTSIDE_OF_PAGES)
    until(traveller, "day", lambda now: now[:10] >= day)
    assert now_in(traveller)[:10] == day
    arrive(traveller, language)
    traveller.becomes(NORA, language)
    charges = traveller.goes_to("/charges/").locator("ul.rows li")
    assert charges.first.inner_text()


def by_the_poster_of(traveller: Traveller, where: str) -> Callable[[Traveller, str], None]:
    """Nora's own phone reads the poster at the entrance."""
    ask = "from passerelle.spaces.queries import poster_code, space_at\nprint(poster_code(space_at('{}')))"
    code = traveller.demonstration.shell.python(ask.format(where)).strip()

    def arrive(traveller: Traveller, language: str) -> None:
        page = traveller.becomes(NORA, language)
        traveller.goes_to(f"/poster/{code}/")
        traveller.presses("check_in")
        expect(page.locator(".stamped")).to_be_visible()

    return arrive


def by_the_desk_of(where: str) -> Callable[[Traveller, str], None]:
    """Somebody at the desk presses the button beside Nora's name."""

    def arrive(traveller: Traveller, language: str) -> None:
        page = traveller.becomes(ROBIN, language)
        traveller.goes_to(f"/desk/{where}/")
        page.locator("ul.rows li", has_text="Nora").get_by_role("button").click()
        expect(page.locator(".at")).to_be_visible()

    return arrive


# Contesting


def is_given_back(traveller: Traveller, contest: str, language: str) -> None:
    """Nora contests a day from her letter. In French the space stands by it and Odile decides; else it gives in."""
    page = traveller.page
    page.goto(contest)
    says(traveller, "contest", "J’étais malade ce jour-là.")
    answer = link_in(traveller.reads_letter(f"{AMSTERDAM}@example.org", "Nora"), "/charge-answer/")
    page.goto(answer)
    if language == "en":
        says(traveller, "give_back", "A slip of ours.")
    else:
        says(traveller, "stand_by", "Vous étiez là.")
        decide = link_in(traveller.reads_letter(ODILE, "De Sluis"), "/charges/")
        traveller.becomes(ODILE, language)
        page.goto(decide)
        says(traveller, "decide_back", "Le doute profite à la titulaire.")
    traveller.becomes(NORA, language)
    traveller.reads_letter(NORA, "De Sluis")


def says(traveller: Traveller, act: str, why: str) -> None:
    """Say why on a charge's page, and press."""
    traveller.page.locator("[name=reason]").fill(why)
    traveller.presses(act)
    expect(traveller.page.locator(f"button[value={act}]")).to_have_count(0)


def nora_sees_what_is_left(traveller: Traveller, language: str) -> None:
    """Three days charged, one of them taken back: eight are left of ten."""
    page = traveller.goes_to("/charges/")
    expect(page.locator("ul.rows li", has_text=re.compile("De Sluis|Nadodrze"))).to_have_count(3)
    traveller.goes_to("/passes/").get_by_role("link", name=WORDS[language]["pack"]).click()
    expect(page.locator("main")).to_contain_text(re.compile(r"\D8\s(jours|days)"))


# Closing


def the_month_ends(traveller: Traveller, month: str) -> None:
    """Until it is over everywhere."""
    traveller.goes_to(OUTSIDE_OF_PAGES)
    until(traveller, "day", lambda now: now[:7] > month and now[8:10] > "01")


def odile_closes(traveller: Traveller, month: str, language: str) -> dict[str, Decimal]:
    """She reads what the month would come to, and closes it, after those before it; gives what she read, by space."""
    page = traveller.becomes(ODILE, language)
    while True:
        traveller.goes_to(TREASURY + "months/")
        next_one = page.locator("input[name=month]").get_attribute("value")
        foreseen = foreseen_by_space(page)
        page.locator("form:has(input[name=month]) button").click()
        page.wait_for_url("**/months/*/")
        comes(traveller, page.get_by_text(CLOSED).is_visible)
        if next_one == month:
            return foreseen


def foreseen_by_space(page: Page) -> dict[str, Decimal]:
    """What each space would be paid, where nothing is closed yet."""
    return by_space(page.locator("main ul.statements h3"))


def nets(page: Page) -> dict[str, Decimal]:
    """What each space is paid for a closed month."""
    return by_space(page.locator("main table").first.locator("tbody tr"))


def by_space(rows: Locator) -> dict[str, Decimal]:
    """A space’s name stands first in a row, the amount last."""
    found: list[list[str]] = rows.evaluate_all(
        """rows => rows.map(row => [row.firstElementChild, row.lastElementChild]).map(([name, amount]) =>
            [name.firstChild.textContent.trim(), amount.textContent])"""
    )
    return {space: amount_in(written) for space, written in found}


def amount_in(written: str) -> Decimal:
    """An amount with two decimals, in either language."""
    amount = Decimal("".join(re.findall(r"\d", written))).scaleb(-2)
    return -amount if "−" in written or "-" in written else amount


def money_files(traveller: Traveller) -> list[str]:
    """The files that stand on the page of a closed month, as they are downloaded."""
    page = traveller.page
    links: list[str] = page.locator("a[href*='/months/files/']").evaluate_all("ways => ways.map(way => way.href)")
    return [page.request.get(link).text() for link in links]


def files_add_up(traveller: Traveller, nets: dict[str, Decimal]) -> None:
    """A file for the bank that its schema takes, and a table for złotys; both pay what the statements say."""
    assert money_files(traveller) == []
    traveller.presses("files")
    paid = [amounts(one) for one in money_files(traveller)]
    assert {"De Sluis BV": nets["De Sluis"]} in [{name: one.get(name) for name in ("De Sluis BV",)} for one in paid]
    assert {"Nadodrze sp. z o.o.": nets["Nadodrze"]} in paid


def amounts(file: str) -> dict[str, Decimal]:
    """Who is paid how much by one of the files, after its own sums were looked at."""
    if not file.startswith("<?xml"):
        return {row["payee"]: Decimal(row["amount"]) for row in csv.DictReader(StringIO(file))}
    SCHEMA.validate(file)
    lot = SCHEMA.to_dict(file)["CstmrCdtTrfInitn"]["PmtInf"][0]
    paid = {one["Cdtr"]["Nm"]: Decimal(one["Amt"]["InstdAmt"]["$"]) for one in lot["CdtTrfTxInf"]}
    assert sum(paid.values()) == Decimal(lot["CtrlSum"])
    return paid


def robin_reads_what_was_earned(traveller: Traveller, month: str, net: Decimal, language: str) -> None:
    """The statement as a table, line by line, and the invoice that the network wrote in the space's name."""
    page = traveller.becomes(ROBIN, language)
    traveller.goes_to(f"/spaces/{AMSTERDAM}/earned/")
    page.locator("[aria-labelledby=settled] a").first.click()
    assert amount_in(page.locator("main table").first.locator("tr").last.inner_text()) == net
    table = page.request.get(page.url + "?as=csv").text()
    lines = [[int(cell) for cell in line[3:6]] for line in csv.reader(StringIO(table)) if line[0].startswith(month)]
    assert sum(price + tax - commission for price, tax, commission in lines) == net * 100
    documents = traveller.goes_to(f"/manage/{AMSTERDAM}/documents/").locator("ul.rows li")
    traveller.waits("hour")
    comes(traveller, lambda: said_by(downloaded(documents.first, "/ubl/"), "PayableAmount") == str(net))
    assert downloaded(documents.first, "/pdf/").startswith(b"%PDF") or why_not()


def nora_opens_her_invoice(traveller: Traveller, language: str) -> None:
    """One sheet for the whole month; whoever names no company has no other file of it."""
    traveller.becomes(NORA, language)
    documents = traveller.goes_to("/me/documents/").locator("ul.rows li", has_text="Tandem")
    comes(traveller, lambda: downloaded(documents.first, "/pdf/").startswith(b"%PDF"))
    assert documents.count() == 1


# Small steps


def said_by(invoice: bytes, name: str) -> str | None:
    """What an electronic invoice says of its whole; None where it is not written yet."""
    return ElementTree.fromstring(invoice).findtext(f".//{{{BASIC}}}{name}") if invoice else None


def pressed(page: Page, words: str) -> None:
    """Press the button with these words."""
    page.get_by_role("button", name=words).click()


def link_in(page: Page, part: str) -> str:
    """The address in a letter that holds `part`."""
    return page.locator(f"a[href*='{part}']").first.get_attribute("href") or ""


def downloaded(row: Locator, ending: str) -> bytes:
    """The file behind the link of a row whose address ends so; nothing where it is not written."""
    link = row.locator(f"a[href$='{ending}']").last
    return row.page.request.get(link.evaluate("way => way.href")).body() if link.count() else b""


def now_in(traveller: Traveller) -> str:
    """The demonstration's own time, as UTC."""
    return traveller.page.locator(".demo time").get_attribute("datetime") or ""


def until(traveller: Traveller, by: str, it_is: Callable[[str], bool]) -> None:
    """Let hours or days pass."""
    for _ in range(70):
        if it_is(now_in(traveller)):
            return
        traveller.waits(by)
    raise AssertionError(f"it never became so: {now_in(traveller)}")


def comes(traveller: Traveller, is_there: Callable[[], bool]) -> None:
    """Load the page again until the worker has done what it waits for."""
    end = monotonic() + 150
    while not is_there():
        assert monotonic() < end, f"it never came: {traveller.page.url}"
        traveller.page.wait_for_timeout(500)
        traveller.page.reload()
