"""Every form that lists come in, every encoding, and what is broken."""

import pytest

from passerelle.listings.rules import Basis, Field, ListIsUnreadable, ListRead, read_list
from passerelle.listings.rules.told import MOST_BYTES
from tests.listings.atlas import Atlas
from tests.listings.samples import CSV, JSON, JSON_LINES, SAMPLES, must_hold


def read(content: bytes | str, name: str = "list", **mapping: str) -> ListRead:
    return read_list(content if isinstance(content, bytes) else content.encode(), name, Atlas(), mapping)


def refused_whole(content: bytes | str, name: str = "list", **mapping: str) -> ListIsUnreadable:
    with pytest.raises(ListIsUnreadable) as raised:
        read(content, name, **mapping)
    return raised.value


@pytest.mark.parametrize("name", SAMPLES)
def test_every_form_is_read(name: str) -> None:
    found = read(SAMPLES[name], name)
    must_hold(found)
    assert found.told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_spreadsheet_can_be_read(encoding: str, delimiter: str, end: str) -> None:
    text = end.join(["Nom;Adresse;Ville", "Été;Rue Haute 2;Liège", ""]).replace(";", delimiter)
    (told,) = read(text.encode(encoding)).told
    assert (told.line, told.values[Field.NAME], told.values[Field.TOWN]) == (2, "Été", "Liège")


def test_several_encodings_in_one_file() -> None:
    found = read("Name,Town\nÉté,Liège\n".encode() + "Hélène,Genève\n".encode("cp1252") + "Zoé,Łódź\n".encode())
    assert found.encoding == "mixed"
    assert [told.values[Field.NAME] for told in found.told] == ["Été", "Hélène", "Zoé"]
    assert found.told[2].values[Field.TOWN] == "Łódź"


@pytest.mark.parametrize(("content", "encoding"), [(b"Name\nBar", "utf-8"), ("Name\nÉté".encode("cp1252"), "cp1252")])
def test_the_encoding_is_told(content: bytes, encoding: str) -> None:
    assert read(content).encoding == encoding


def test_lines_are_counted_as_a_spreadsheet_counts_rows() -> None:
    found = read('sep=;\nName;Address\n"Le Pont";"Rue de Fer 48\nau fond"\n\n;Rue Haute 2\nLe Quai;\n')
    assert [told.line for told in found.told] == [2, 5]
    (flaw,) = found.refused
    assert (flaw.line, flaw.field, flaw.code, flaw.found) == (4, Field.NAME, "name_is_missing", "Rue Haute 2")


def test_a_quotation_mark_that_is_never_closed_costs_one_row_nothing() -> None:
    found = read("Name;Address\nLe Pont;Rue de Fer\n" + 'Le Quai;"Rue Haute\n' + "Le Port;Rue Basse\n" * 300)
    assert [told.values[Field.NAME] for told in found.told][:3] == ["Le Pont", "Le Quai", "Le Port"]
    assert len(found.told) == 302
    assert found.told[1].flaws[0].code == "quotation_mark_is_not_closed"
    assert found.told[1].values[Field.ADDRESS] == "Rue Haute"


def test_a_row_with_too_many_cells_is_flagged() -> None:
    (told,) = read("Name;Town\nLe Pont;Namur;and more").told
    assert told.flaws[0].code == "row_has_too_many_cells"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (JSON, [2, 4]),
        ('[{"name": "One"}, {"name": "Two"}]', [1, 2]),  # one line for all: their numbers say more
        ('{\n"count": 2,\n"places": [\n{"name": "One"},\n\n{"name": "Two"}]}', [4, 6]),
        ('{\n"one": {"name": "One"},\n"two": {"name": "Two"}}', [2, 3]),
        (JSON_LINES, [1, 3]),
    ],
)
def test_elements_are_known_by_the_line_where_they_begin(text: str, lines: list[int]) -> None:
    assert [told.line for told in read(text, "a.json").told] == lines


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ('"address": {"street": "Rue Haute", "city": "Namur", "country": "Belgium"}', Field.COUNTRY, "BE"),
        ('"address": {"street": "Rue Haute", "house_number": 2, "country": "BE"}', Field.ADDRESS, "Rue Haute 2"),
        ('"address": {"street": "Rue Haute", "number": "2", "country": "FR"}', Field.ADDRESS, "2 Rue Haute"),
        ('"location": {"city": "Namur"}', Field.TOWN, "Namur"),
        ('"contact": {"website": "a.example"}', Field.WEBSITE, "http://a.example"),
        ('"openingHours": "Mo-Fr 9-18"', Field.HOURS, "Mo-Fr 09:00-18:00"),
        ('"hours": {"mon": "9-18", "wed": "9-18"}', Field.HOURS, "Mo 09:00-18:00; We 09:00-18:00"),
        ('"rates": {"day": "15", "flex": "", "fixed": 190}', Field.PRICES, "day: 15; fixed: 190"),
        ('"wifi": {"available": true}, "hasCoffee": "no"', Field.FEATURES, "wifi"),
        ('"amenities": ["Wi-Fi", "Phone booths", "no kitchen"]', Field.FEATURES, "wifi, calls"),
        ('"address": {"name": "Building"}, "town": "Namur"', Field.NAME, "Le Pont"),
        ('"zip": "01234"', Field.POSTCODE, "01234"),
    ],
)
def test_what_is_nested_is_found(said: str, field: Field, value: str) -> None:
    (told,) = read(f'[{{"name": "Le Pont", {said}}}]').told
    assert told.values[field] == value


@pytest.mark.parametrize(
    "said",
    [
        '"lat": "50.46", "lng": " 4.87 "',
        '"latitude": "50,46", "longitude": "4,87"',
        '"coordinates": {"lat": 50.46, "lng": 4.87}',
        '"coordinates": "50.46, 4.87"',
        '"location": {"type": "Point", "coordinates": ["4.87", "50.46"]}',
        '"geo_point_2d": "50.46,4.87"',
        '"position": "POINT(4.87 50.46)"',
        '"lat": "50.46° N", "lon": "4.87° E"',
    ],
)
def test_a_pin_is_read_however_it_is_written(said: str) -> None:
    (told,) = read(f'[{{"name": "Le Pont", {said}}}]').told
    assert told.point == (50.46, 4.87)


def test_elements_of_openstreetmap_stand_in_their_centre() -> None:
    text = (
        '{"elements": [{"type": "relation", "id": 5, "bounds": {"minlat": 50, "maxlat": 51, "minlon": 4, "maxlon": 5},'
        ' "tags": {"name": "Hack", "leisure": "hackerspace"}}, {"type": "node", "id": 5, "lat": 50.46, "lon": 4.87}]}'
    )
    found = read(text)
    assert (found.form, found.told[0].key, found.told[0].point) == ("overpass", "relation/5", (50.5, 4.5))
    assert found.told[0].values[Field.KIND] == "maker_space"
    assert [flaw.code for flaw in found.refused] == ["name_is_missing"]


def test_a_directory_of_statuses() -> None:
    found = read(SAMPLES["directory.json"])
    assert found.form == "spaceapi_directory"
    assert found.told[0].values[Field.NAME] == "/dev/<b>"
    assert found.told[0].values[Field.STATUS] == "https://a.example/status.json"
    assert Field.WEBSITE not in found.told[0].values
    assert found.told[0].derived == {Field.KIND: Basis.TRADE}


def test_answers_of_spaceapi_that_somebody_collected() -> None:
    answer = '{"space": "Lab", "url": "https://lab.example", "location": {"lat": 50.46, "lon": 4.87}}'
    (told,) = read(f'[{{"url": "https://lab.example/status.json", "valid": true, "data": {answer}}}]').told
    assert told.values[Field.WEBSITE] == "https://lab.example"
    assert told.values[Field.STATUS] == "https://lab.example/status.json"


def test_the_words_under_a_head_are_the_summary() -> None:
    (told,) = read(SAMPLES["open.md"], "open.md").told
    assert told.values[Field.SUMMARY] == "Close to the station, and quiet."
    assert told.flaws[0].code == "front_matter_is_not_closed"


def test_a_mapping_goes_before_what_is_known_of_headings() -> None:
    found = read("Quoi;Name;Foo\nLe Pont;no name;Namur", Quoi="name", Name="", Foo="town")
    assert found.told[0].values[Field.NAME] == "Le Pont"
    assert (found.columns, found.ignored) == ({"Quoi": Field.NAME, "Foo": Field.TOWN}, ("Name",))


@pytest.mark.parametrize(
    ("content", "name", "code", "line"),
    [
        (b"", "a.csv", "list_is_empty", None),
        (b"Name;Town\n", "a.csv", "list_is_empty", None),
        (b"[]", "a.json", "list_is_empty", None),
        (b"PK\x03\x04rest", "a.xlsx", "list_is_no_text", 1),
        (b"Name\nBar\n\x00\n", "a.csv", "list_is_no_text", 3),
        (b"Foo;Bar\nLe Pont;Namur", "a.csv", "list_has_no_names", None),
        (b'[{"foo": 1}]', "a.json", "list_has_no_names", None),
        (b'[\n{"name": "One"},\n{"name": "Two"\n', "a.json", "list_is_broken", 4),
        (b'[\n{"name": "One"}\n{"name": "Two"}]', "a.json", "list_is_broken", 3),
        (b'[{"name": "One"}]\n[]', "a.json", "list_is_broken", 2),
        (b'{"name":\n"One"}\n{]', "a.json", "list_is_broken", 3),
        (b'"words"', "a.json", "list_has_no_rows", 1),
        (b"[" * 100_000, "a.json", "list_is_too_deep", 1),
        (b"---\nname: [a\nb: c\n---\n", "a.md", "front_matter_is_broken", 3),
        (b"---\n- a\n---\n", "a.md", "front_matter_is_broken", 1),
        (b"---\nname: A\nb: &b [x, x]\nc: [*b , *b ]\n---\n", "a.md", "front_matter_is_broken", 4),
        (b"# Le Pont\n", "a.md", "front_matter_is_missing", 1),
    ],
)
def test_a_broken_file_is_refused_whole_with_the_line(content: bytes, name: str, code: str, line: int | None) -> None:
    refusal = refused_whole(content, name)
    assert (refusal.code, refusal.facts.get("line")) == (code, line)


def test_headings_that_say_nothing_are_shown_so_that_they_can_be_mapped() -> None:
    assert refused_whole("Foo;Bar\nLe Pont;Namur").facts["found"] == ("Foo", "Bar")


def test_a_mapping_that_names_no_field_is_refused() -> None:
    assert refused_whole("Foo\nLe Pont", Foo="nom").facts == {"field": "nom"}


def test_what_is_beyond_a_limit_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_list(b"Name\nA1\nB2", "list", Atlas(), most_rows=2).read == 2
    with pytest.raises(ListIsUnreadable) as raised:
        read_list(b"Name\nA1\nB2\nC3", "list", Atlas(), most_rows=2)
    assert (raised.value.code, raised.value.facts) == ("list_is_too_long", {"most": 2})
    monkeypatch.setattr("passerelle.listings.rules.reading.MOST_HEADINGS", 2)
    assert refused_whole("Name,Town,Country\nA1,B,C").code == "list_has_too_many_headings"
    monkeypatch.setattr("passerelle.listings.rules.decoding.MOST_BYTES", 10)
    assert refused_whole(b"Name\n" + b"x" * 10).code == "list_is_too_big"
    assert MOST_BYTES == 200_000_000


def test_a_long_cell_costs_nothing_else() -> None:
    (told,) = read(f'Name;Description;Town\nLe Pont;"{"long words " * 30_000}";Namur').told
    assert len(told.values[Field.SUMMARY]) <= 2000
    assert {flaw.code for flaw in told.flaws} >= {"cell_is_too_long", "summary_is_too_long"}
    assert told.values[Field.TOWN] == "Namur"


def test_what_is_nested_too_deep_is_flagged_and_left() -> None:
    (told,) = read('[{"name": "Le Pont", "a": ' + '{"a": ' * 20 + "1" + "}" * 20 + "}]").told
    assert told.flaws[0].code == "row_is_too_deep"


def test_keys_are_ids_or_names_and_never_shared() -> None:
    found = read("ID;Name;Town\n7;Le Pont;Namur\n;Le Quai;Namur\n;Le Quai;Namur\n7;Le Port;Namur\n;Le Quai;Namur")
    assert [told.key for told in found.told] == ["7", "le quai namur", "le quai namur#2", "7#2", "le quai namur#3"]


def test_csv_sample_keeps_what_was_found_beside_what_is_meant() -> None:
    first, second = read(CSV).told
    assert (first.values[Field.NAME], first.originals[Field.NAME]) == ("L'Atelier du Pont", "L'ATELIER DU PONT")
    assert (second.values[Field.NAME], second.originals[Field.NAME]) == ("Chez Mémé", "Chez MÃ©mÃ©")
    assert Field.TOWN not in first.originals


@pytest.mark.parametrize("leaf", ["{}", "[]", '"' + "w " * 30_000 + '"'])
def test_facts_that_name_each_other_are_not_laid_out(leaf: str) -> None:
    """A few lines would else be millions of values: tables in tables, points in points, one text very many times."""
    lines = [f"a0: &a0 {leaf}"]
    for depth in range(1, 9):
        cells = ", ".join(f"k{number}: *a{depth - 1} " for number in range(40))
        lines.append(f"a{depth}: &a{depth} {{{cells}}}")
    text = "\n".join(["---", "name: Le Pont", *lines, "---", ""])
    assert refused_whole(text, "a.md").code == "front_matter_is_broken"


def test_an_asterisk_is_no_reference() -> None:
    (told,) = read("---\nname: Le * Pont\nsummary: 'a *b c'\n---\n", "a.md").told
    assert told.values[Field.NAME] == "Le * Pont"
