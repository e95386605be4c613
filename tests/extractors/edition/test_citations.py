"""What a printed document points to: places of the edition, and messages named by number."""

from __future__ import annotations

import pytest

from kg.authority.volumes import Volume
from kg.extractors.edition.citations import extract
from kg.findings import Findings, Reference, checked
from kg.readers.printed_edition import document

TO_TOKYO = "12. Telegram From the Department of State to the Embassy in Japan"
TO_WASHINGTON = "12. Telegram From the Embassy in Japan to the Department of State"


def references(body: str, volume: str, notes: str = "", head: str = TO_TOKYO) -> list[Reference]:
    text = f"{head}\n\n{body}" + (f"\n\n----------\n{notes}" if notes else "")
    page = document(f"{volume}-d12", volume, text)
    findings = Findings(page)
    return checked(findings.plus(extract(findings, Volume(volume)))).of(Reference)


def targets(note: str, volume: str, *, linked: bool = True) -> list[str | None]:
    found = references("I agree.", volume, f"¹ {note}")
    return [r.target for r in found if r.kind == "printed" and (r.confidence >= 0.5) is linked]


def cited(body: str, head: str = TO_TOKYO) -> list[Reference]:
    found = references(body, "frus1955-57v23p1", head=head)
    return [r for r in found if r.kind != "printed"]


@pytest.mark.parametrize(
    ("note", "places"),
    [
        ("Document 18.", ["#d18"]),
        ("See footnote 3, Document 18.", ["#d18"]),
        ("Documents 12 and 14.", ["#d12", "#d14"]),
        ("See Documents 73–76, 80, and 82.", ["#d73", "#d76", "#d80", "#d82"]),
        ("See Documents 68 ff., 204, and 302.", ["#d68", "#d204", "#d302"]),
        ("See Documents 11,12, and 13.", ["#d11", "#d12", "#d13"]),
        ("The note enclosed in CA–5218, Document 140.", ["#d140"]),
        ("See footnote 2, supra.", ["#d11"]),
        ("See footnote 1, infra.", ["#d13"]),
        ("For text, see UN Document 4411.", []),
        ("American Foreign Policy: Basic Documents 1977–1980.", []),
    ],
)
def test_documents_are_those_of_the_volume_by_their_printed_numbers(
    note: str, places: list[str]
) -> None:
    assert targets(note, "frus1958-60v08") == [f"frus1958-60v08{place}" for place in places]


@pytest.mark.parametrize(
    ("note", "places"),
    [
        ("See Foreign Relations, 1950, vol. vi, p. 618.", ["frus1950v06#pg_618"]),
        ("See Foreign Relations, 1946, volumes ix and x.", ["frus1946v09", "frus1946v10"]),
        ("See vol. vi, Part 1, p. 33.", ["frus1951v06p1#pg_33"]),
        ("See footnote 2, p. 1900.", ["frus1951v07p2#pg_1900"]),
        ("On the Treaty with Japan, see vol. vi, Part 1, p. 777.", ["frus1951v06p1#pg_777"]),
        ("For text, see p. 881.", ["frus1951v07p1#pg_881"]),
        (
            "See Foreign Relations, 1950, vol. vii, pp. 188 and 240; ibid., p. 302.",
            ["frus1950v07#pg_188", "frus1950v07#pg_240", "frus1950v07#pg_302"],
        ),
        (
            "Foreign Relations, The Conferences at Cairo and Tehran, 1943, pp. 448–449.",
            ["frus1943CairoTehran#pg_448", "frus1943CairoTehran#pg_449"],
        ),
        ("Foreign Relations, 1900, p. 77.", ["frus1900#pg_77"]),
        ("See Foreign Relations, 1942, China, p. 1.", ["frus1942China#pg_1"]),
        ("Conferences at Malta and Yalta, p. 968.", []),
        ("See Conference of Berlin (Potsdam), vol. ii, p. 1466.", []),
        ("Department of State Bulletin, July 3, 1950, p. 12.", []),
        ("SC, 3rd yr., Suppl. for Nov. 1948, pp. 17–144.", []),
    ],
)  # fmt: skip
def test_early_volumes_cite_pages_and_parts_share_their_numbers(
    note: str, places: list[str]
) -> None:
    assert targets(note, "frus1951v07p2") == places


@pytest.mark.parametrize(
    ("note", "places"),
    [
        ("Foreign Relations, 1961–1963, vol. III, Document 309.", ["frus1961-63v03#d309"]),
        (
            "See Foreign Relations, 1969–1976, volume E–6, Documents on Africa, 1973–1976,"
            " Documents 49 and 50.",
            ["frus1969-76ve06#d49", "frus1969-76ve06#d50"],
        ),
        ("Foreign Relations, 1952–1954, vol. IV, p. 87 (Document 18).", ["frus1952-54v04#d18"]),
        (
            "See Foreign Relations, 1961–1963, vol. VIII, Document 106. See ibid., Document 105.",
            ["frus1961-63v08#d106", "frus1961-63v08#d105"],
        ),
        ("See Foreign Relations, 1964–1968, vol. I. See Document 5.", ["frus1964-68v01", "x#d5"]),
        ("Foreign Relations, 1961–1963, vols. VII/VIII/IX, Microfiche Supplement.",
         ["frus1961-63v07-09mSupp"]),
        ("Johnson Library, Country File, Laos, Vol. XVI, Cables.", []),
        ("Eisenhower, Mandate for Change, p. 459.", []),
    ],
)  # fmt: skip
def test_a_volume_holds_for_what_follows_until_a_sentence_ends(
    note: str, places: list[str]
) -> None:
    own = "frus1977-80v01"
    assert targets(note, own) == [place.replace("x#", f"{own}#") for place in places]


@pytest.mark.parametrize(
    ("note", "places"),
    [
        ("See volume VI.", ["frus1952-54v06p1"]),
        ("See Foreign Relations, 1951, vol. VI, p. 1466.", ["frus1951v06p1#pg_1466"]),
        ("See Foreign Relations, 1951, vol. VI, p. 1491.", ["frus1951v06p2#pg_1491"]),
        ("See Foreign Relations, 1952–1954, vol. XII, Part 2, p. 12.", ["frus1952-54v12p2#pg_12"]),
        ("See Foreign Relations, 1952–1954, volume III.", ["frus1952-54v03"]),
        ("See Foreign Relations, 1952–1954, vol. XIV, p. 12.", ["frus1952-54v14p1#pg_12"]),
    ],
)
def test_a_volume_in_parts_named_without_one_is_part_1_unless_the_page_says_otherwise(
    note: str, places: list[str]
) -> None:
    assert targets(note, "frus1952-54v14p2") == places


def test_the_own_volume_is_no_place_to_point_to() -> None:
    assert targets("530 Foreign Relations, 1961–1963, Volume IV", "frus1961-63v04") == []


@pytest.mark.parametrize(
    ("note", "places"),
    [
        (
            "See Foreign Relations, 1955–1957, vol. VI, p. 12; ibid., p. 14.",
            ["frus1955-57v06#pg_12", "frus1955-57v06#pg_14"],
        ),
        (
            "See Foreign Relations, 1955–1957, vol. VI, p. 12, and Public Papers: Carter, 1977,"
            " Book I, pp. 12–20. See also ibid., pp. 30–32.",
            ["frus1955-57v06#pg_12"],
        ),
        ("Documents on Disarmament, 1962, vol. II, pp. 633–635.", []),
        (
            "Foreign Relations, 1958–1960, vol. IX, p. 3, and 1961–1963, vol. VI, p. 10.",
            ["frus1958-60v09#pg_3", "frus1961-63v06#pg_10"],
        ),
    ],
)
def test_ibid_and_years_are_not_those_of_another_work(note: str, places: list[str]) -> None:
    note = f"Foreign Relations, 1950, vol. I, p. 1. {note}"
    assert targets(note, "frus1977-80v01")[1:] == places


def test_an_editorial_note_is_the_editors_own_words_throughout() -> None:
    body = "General MacArthur was relieved. For related documents, see page 285."
    found = references(body, "frus1951v07p2", head="Editorial Note")
    assert [r.target for r in found] == ["frus1951v07p1#pg_285"]


def test_supra_alone_is_right_but_linked_only_in_the_volumes_of_1952_to_1954() -> None:
    assert targets("Supra.", "frus1952-54v14p2") == ["frus1952-54v14p2#d11"]
    assert targets("Supra.", "frus1955-57v03") == []
    assert targets("Supra.", "frus1955-57v03", linked=False) == ["frus1955-57v03#d11"]
    assert targets("The infra-structure of Laos.", "frus1952-54v14p2") == []


def test_volumes_of_1952_to_1954_without_numbers_of_documents_cite_pages_and_link_no_supra() -> (
    None
):
    head = "The Ambassador in Iran (Henderson) to the Department of State"
    found = references("I agree.", "frus1952-54v10", "¹ See p. 12.\n\n² Supra.", head)
    places = {r.target: r.confidence >= 0.5 for r in found if r.kind == "printed"}
    assert places == {"frus1952-54v10#pg_12": True, "frus1952-54v10#d11": False}
    assert targets("See p. 12.", "frus1952-54v10") == []


def test_editors_speak_in_brackets_inside_an_early_message() -> None:
    body = "[Here follows paragraph 2 of telegram 1114, to Tehran, page 61.] Page 62 is mine."
    found = [r.target for r in references(body, "frus1948v05p1") if r.kind == "printed"]
    assert found == ["frus1948v05p1#pg_61"]


@pytest.mark.parametrize(
    ("body", "quotes", "numbers"),
    [
        ("Your 402.² Agree.", ["Your 402"], ["402"]),
        ("Re Embtel 1648, January 8.", ["Embtel 1648, January 8"], ["1648"]),
        ("Our 466,² G–156,³ D–207.⁴", ["Our 466", "G–156", "D–207"], ["466", "G-156", "D-207"]),
        ("(Embdes 157, October 15)", ["Embdes 157, October 15"], ["157"]),
        ("Reference Tedul 10 to Seoul.", ["Tedul 10 to Seoul"], ["Tedul 10"]),
        ("our Telegram No. 206 of May 5, 1958,", ["our Telegram No. 206 of May 5, 1958"], ["206"]),
        ("CA–2286 and Usun 397.", ["CA–2286", "Usun 397"], ["CA-2286", "Usun 397"]),
        ("Reference Saigon’s telegram 12.", ["Saigon’s telegram 12"], ["12"]),
        ("Deptel 534 to Deputy Secretary of Defense", ["Deptel 534"], ["534"]),
        ("Saigon’s 2622 reported it.", ["Saigon’s 2622"], ["2622"]),
        ("Britain’s 1955 budget and our 20 divisions in your 5 camps.", [], []),
        ("On January 6, 1951, 400 men were there.", [], []),
    ],
)  # fmt: skip
def test_a_citation_is_a_cue_and_a_number_with_its_place_and_day(
    body: str, quotes: list[str], numbers: list[str]
) -> None:
    found = cited(f"Meanwhile. {body}")
    assert [r.quote for r in found] == quotes
    assert [r.number for r in found] == numbers


def test_the_own_number_of_a_message_is_no_citation() -> None:
    assert cited("Secto 3. For the President.") == []
    assert cited("Telegram 22495 From the Embassy in Vietnam") == []


@pytest.mark.parametrize(
    ("head", "deptel", "embtel"),
    [(TO_TOKYO, "own", "incoming"), (TO_WASHINGTON, "incoming", "own")],
)
def test_deptel_and_embtel_are_whose_the_head_says(head: str, deptel: str, embtel: str) -> None:
    found = cited("Re Deptel 12, Embtel 13, your 14, my 15 and Paris telegram 16.", head)
    assert [r.kind for r in found] == [deptel, embtel, "incoming", "own", "third party"]
    assert [p.name for p in found[-1].author] == ["Paris"]


def test_the_embassy_of_a_consulates_telegram_is_another_post() -> None:
    head = "The Consul General at Calcutta (Wilson) to the Secretary of State"
    (found,) = cited("See Embassy’s telegram No. 34 of July 13, 1951, to Calcutta.", head)
    assert found.kind == "third party"
    assert [p.name for p in found.addressee] == ["Calcutta"]
    assert found.date is not None and found.date.edtf == "1951-07-13"


def test_reftel_and_repetitions_point_to_the_first_citation() -> None:
    found = references("I saw your 402. Para 2 reftel and your 402, too.", "frus1955-57v03")
    assert [r.same_as for r in found] == [None, 0, 0]


def test_reftel_after_a_list_of_messages_means_none_for_sure() -> None:
    found = references("Your 402 and 403. Agree reftel.", "frus1955-57v03")
    assert found[2].same_as is None


def test_same_as_counts_the_references_of_the_editors_too() -> None:
    found = references("I saw your 402.¹ See reftel.", "frus1955-57v03", "¹ Document 16.")
    assert [r.kind for r in found] == ["printed", "incoming", "third party"]
    assert found[2].same_as == 1


@pytest.mark.parametrize(
    "junk",
    [
        "your 1 ",
        "Documents 1, ",
        "vol. I, ",
        "1–",
        "reftel ",
        "See p. 1 ",
        "ibid., p. 1 ",
        "1 ff., ",
    ],
)
def test_a_long_line_of_junk_ends(junk: str) -> None:
    line = junk * (60_000 // len(junk))
    assert references(line, "frus1951v07p2", f"¹ {line}") is not None
