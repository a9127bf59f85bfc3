"""Documents that are hostile, broken or merely old."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.finish import PERSON_LEFT_OUT, finish
from ckanext.archipel.harvest.kinds.kind import SourceSettings
from ckanext.archipel.harvest.kinds.reading import parse_json, parse_xml
from ckanext.archipel.harvest.kinds.registry import KINDS
from ckanext.archipel.harvest.mapping import Mapped
from ckanext.archipel.harvest.mojibake import repaired
from ckanext.archipel.harvest.people import is_person, is_personal_mailbox
from tests.harvest.kinds.conftest import Memory, partner, source

BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">]><a>&e;</a>"""
FILE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=0xFFFD, exclude_categories=["Cs", "Cc"]), max_size=10)
IN_MEMORY = sorted(KINDS.keys() - {"dcat"})


def document(content: bytes) -> Document:
    return Document(content, "https://a.exemple.fr/x", "")


@pytest.mark.parametrize("content", [BOMB, FILE, BOMB.decode().encode("utf-16")])
def test_document_types_are_refused_without_being_expanded(content: bytes) -> None:
    started = time.monotonic()
    with pytest.raises(PageError, match=r"DOCTYPE|XML"):
        parse_xml(document(content))
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("content", [b"<a><b></a>", b"<a>", b"", b"<a>" * 100_000, b"\x00", b"<a b=c/>"])
def test_broken_xml_is_refused_in_french(content: bytes) -> None:
    with pytest.raises(PageError, match="n'est pas un XML valide"):
        parse_xml(document(content))


@pytest.mark.parametrize(
    "content",
    [
        "<a>été</a>".encode(),
        "<a>été</a>".encode("cp1252"),
        '<?xml version="1.0" encoding="UTF-8"?><a>été</a>'.encode("latin-1"),
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>été</a>'.encode("latin-1"),
        "<a>été</a>".encode("utf-16"),
        "\ufeff<a>été</a>".encode(),
        b"<a>\x0b\xc3\xa9t\xc3\xa9</a>",
    ],
)
def test_xml_is_read_whatever_its_encoding(content: bytes) -> None:
    assert parse_xml(document(content)).text in {"été"}


def test_a_prefix_that_nobody_declared_is_the_only_fault_put_right() -> None:
    root = parse_xml(document(b'<a xmlns:g="http://g"><gco:b>x</gco:b><g:c/></a>'))
    assert [element.tag for element in root.iter()] == ["a", "b", "{http://g}c"]
    with pytest.raises(PageError):
        parse_xml(document(b"<a><gco:b>x</a>"))


@pytest.mark.parametrize("content", [b"{", b"", b"[" * 100_000, b"\xff\xfe{", b"<html></html>"])
def test_broken_json_is_refused_in_french(content: bytes) -> None:
    with pytest.raises(PageError, match="n'est pas un JSON valide"):
        parse_json(document(content))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("rÃ©seau de mÃ©tro", "réseau de métro"),
        ("Lâ€™eau et lâ€™air", "L’eau et l’air"),
        ("Ã€ Saint-Ã‰tienne", "À Saint-Étienne"),
        ("À l’été, « Âge » — cœur, naïf, Ærø, señor", "À l’été, « Âge » — cœur, naïf, Ærø, señor"),
        ("l’activité’»", "l’activité’»"),
        ("Â", "Â"),
        ("De Lyon Ã Ambérieu, voilÃ  tout", "De Lyon à Ambérieu, voilà tout"),
        ("SÃO PAULO, MAÇÃ VERDE", "SÃO PAULO, MAÇÃ VERDE"),
    ],
)
def test_misread_text_is_put_right_and_french_is_left_alone(written: str, meant: str) -> None:
    assert repaired({"a": [written]}) == {"a": [meant]}


@given(st.text(st.characters(codec="cp1252"), max_size=30))
def test_text_misread_once_comes_back(words: str) -> None:
    misread = words.encode("utf-8").decode("cp1252", "ignore")
    if len(misread.encode("cp1252")) == len(words.encode("utf-8")) and repaired(words) == words:
        assert repaired(misread).startswith(words[:1]) or words[:1] > "ß"


@pytest.mark.parametrize("email", ["camille.exemple@a.fr", "j.exemple@a.fr", "anne-marie.exemple@a.fr"])
def test_a_person_s_mailbox_is_told(email: str) -> None:
    assert is_personal_mailbox(email)


@pytest.mark.parametrize(
    "email", ["ddt-sig@a.fr", "sig.dreal-ara@a.fr", "opendata@a.fr", "contact.data@a.fr", "donnees@a.fr", "ddt38@a.fr"]
)
def test_a_service_s_mailbox_is_told(email: str) -> None:
    assert not is_personal_mailbox(email)


@pytest.mark.parametrize(
    "name",
    [
        *("Camille Exemple", "EXEMPLE Camille", "EXEMPLE, Camille", "Jean Dupont", "DUPONT Jean", "Dr Anne Martin"),
        *("Mme Claire Fontaine", "Marie-Claude Perrin", "M. Dupont", "Jean Savoie", "SAVOIE Jean", "Anne Loire"),
    ],
)
def test_a_person_is_told_by_the_name(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Ville d’Évian", "Métropole Exemple", "DDT 07", "Pôle données", "", "Insee", "Mairie de Jean-Claude"),
        *("SGAR Auvergne-Rhône-Alpes", "Atmo Auvergne-Rhône-Alpes", "ARS Auvergne-Rhône-Alpes", "Météo France"),
        *("Base Adresse Nationale", "Assemblée Nationale", "Roannais Agglomération", "Saint-Étienne Métropole"),
        *("Isère Tourisme", "Loire Forez", "Haute-Savoie Habitat", "Fédération Puy-de-Dôme", "La Poste"),
    ],
)
def test_an_institution_is_not_taken_for_a_person(name: str) -> None:
    assert not is_person(name)


def told(**values: Any) -> Mapped:
    """What is kept of the people that a kind read, whatever the kind."""
    return finish({"title": "Titre", **values}, SourceSettings("https://a.exemple.fr"))


def test_what_a_kind_vouches_for_is_kept_and_persons_beside_it_are_not() -> None:
    publisher = {"name": "Forêts  Vives", "email": "anne.martin@forets.example.org"}
    contacts = [{"name": "Forêts Vives"}, {"name": "Anne Martin"}, {"name": "Mairie de Jean-Claude"}]
    kept = told(publisher=[publisher], contact=contacts, institutions=["Forêts Vives"])
    assert kept.dataset["publisher"] == [{"name": "Forêts Vives"}]
    assert kept.dataset["contact"] == [{"name": "Forêts Vives"}, {"name": "Mairie de Jean-Claude"}]
    assert kept.warnings.count(PERSON_LEFT_OUT) == 2
    assert "publisher" not in told(publisher=[publisher]).dataset


def test_nobody_vouches_for_the_name_of_a_mailbox() -> None:
    person = {"name": "MARTIN Anne", "email": "anne.martin@forets.example.org"}
    assert "Anne" not in str(told(publisher=[person], contact=[person], institutions=["MARTIN Anne"]).dataset)


@pytest.mark.parametrize("name", IN_MEMORY)
@settings(max_examples=30, deadline=None)
@given(content=st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_a_server_answers_ends_in_records_or_in_a_page_error(name: str, content: bytes) -> None:
    pages = KINDS[name].pages(source(name), Memory(lambda _: content))
    with suppress(PageError):
        for _, page in zip(range(3), pages, strict=False):
            assert all(isinstance(record.identifier, str) for record in page.records)


@pytest.mark.parametrize("name", IN_MEMORY)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_record_with_any_value_in_any_place_is_mapped(name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    record = next(iter(next(kind.pages(source(name), partner())).records))
    if not isinstance(record.payload, dict):
        for element in record.payload.iter():
            if data.draw(st.integers(0, 5)) == 0:
                element.text = data.draw(
                    st.text(
                        st.characters(min_codepoint=32, max_codepoint=0xFFFD, exclude_categories=["Cs", "Cc"]),
                        max_size=10,
                    )
                )
        changed = record.payload
    else:
        changed = json.loads(json.dumps(record.payload))
        for holder, key in list(_places(changed)):
            if data.draw(st.integers(0, 5)) == 0:
                holder[key] = data.draw(JSON)
    mapped = kind.map(type(record)(record.identifier, payload=changed), SourceSettings(source(name).url))
    json.dumps(mapped.dataset).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield value, key
        yield from _places(inner)
