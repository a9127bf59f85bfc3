"""Licences are recognised in what catalogues write, and never guessed when in doubt."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.dataset.fields import match_licence
from ckanext.archipel.dataset.licence_register import register, register_text
from ckanext.archipel.paths import data_root
from ckanext.archipel.vocabulary import Term, vocabulary


@pytest.mark.parametrize(
    ("written", "licence"),
    [
        ("fr-lo", "fr-lo"),
        ("lov2", "lov2"),
        ("https://spdx.org/licenses/etalab-2.0", "lov2"),
        ("https://spdx.org/licenses/etalab-2.0.html", "lov2"),
        ("http://www.etalab.gouv.fr/licence-ouverte-open-licence/", "lov2"),
        ("etalab 2.0", "lov2"),
        (
            "Licence Ouverte / Open Licence Version 2.0 https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf",
            "lov2",
        ),
        ("Soumis à la licence <a href='https://www.etalab.gouv.fr/licence-ouverte-open-licence'>Etalab</a>.", "lov2"),
        (
            "<P><SPAN>Soumis à la licence Etalab : https://www.etalab.gouv.fr/licence-ouverte-open-licence/</SPAN></P>",
            "lov2",
        ),
        ("<P><SPAN>Soumis à la licence Etalab</SPAN></P>", "lov2"),
        ("https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf", "lov2"),
        ("Données publiées sous Licence Ouverte Etalab", "lov2"),
        ("Licence Ouverte / Open Licence", "fr-lo"),
        ("Données sous Licence Ouverte v1", "fr-lo"),
        ("ODbL-1.0", "odc-odbl"),
        ("ODbL Paris", "odc-odbl"),
        ("https://opendatacommons.org/licenses/odbl/1-0/", "odc-odbl"),
        ("http://creativecommons.org/licenses/by/4.0/deed.fr", "cc-by"),
        ("https://creativecommons.org/licenses/by-nc/4.0/legalcode", "cc-nc"),
        ("http://publications.europa.eu/resource/authority/licence/CC0", "cc-zero"),
    ],
)
def test_known_writings_are_recognised(written: str, licence: str) -> None:
    assert match_licence([written]) == licence


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Licence Engagée",
        "open data / donnée libre",
        "Données ouvertes Utilisation libre sous réserve de mentionner la source (a minima le nom du producteur)",
        "notspecified",
        "Ces données ne sont pas sous licence ouverte",
        "Au choix : Licence Ouverte ou ODbL",
        "Pas de restriction d'accès public selon INSPIRE",
        "https://exemple.fr/licence-ouverte-open-licence",
        "x" * 100_000,
    ],
)
def test_a_doubtful_text_matches_nothing(written: str) -> None:
    assert match_licence([written]) is None


def test_an_exact_name_wins_over_a_sentence_that_comes_first() -> None:
    assert match_licence(["Sous licence ouverte, voir les conditions", "odc-odbl"]) == "odc-odbl"


@pytest.mark.parametrize("term", [t for t in vocabulary("licence").terms if t.id != "notspecified"], ids=lambda t: t.id)
def test_every_licence_is_recognised_by_all_its_names(term: Term) -> None:
    spdx = f"https://spdx.org/licenses/{term.spdx}" if term.spdx else ""
    for written in (term.id, term.fr, term.en, term.uri, term.eu_uri, spdx, *term.aliases):
        assert not written or match_licence([written]) == term.id, written


@given(st.lists(st.text()))
def test_any_texts_give_a_known_licence_or_nothing(texts: list[str]) -> None:
    licence = match_licence(texts)
    assert licence is None or vocabulary("licence").get(licence)


def test_the_file_ckan_reads_is_the_one_written_from_our_list() -> None:
    assert (data_root() / "schemas" / "licences.json").read_text(encoding="utf-8") == register_text()


def test_the_register_says_what_is_open() -> None:
    is_open = {row["id"]: row["od_conformance"] == "approved" for row in register()}
    assert is_open["lov2"]
    assert is_open["odc-odbl"]
    assert not is_open["cc-nc"]
    assert not is_open["notspecified"]


def test_spdx_and_european_names_match_the_reference(shared: Path) -> None:
    for row in json.loads((shared / "licences" / "licenses-fr.json").read_text(encoding="utf-8")):
        term = vocabulary("licence").get(row["id"])
        assert term is not None
        assert (term.spdx, term.eu_uri) == (row["spdx_id"], row["eu_uri"])
        assert not row["url"] or match_licence([row["url"]]) == row["id"]
