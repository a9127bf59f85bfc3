"""Mapping what the RDF profile read to what the portal stores."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.archipel.harvest.html_text import to_text
from ckanext.archipel.harvest.mapping import fingerprint, map_dataset

FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.text("a/:\0\ud800", max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    "title",
    "notes",
    "tags",
    "resources",
    "frequency",
    "access_rights",
    "issued",
    "modified",
    "url",
    "identifier",
    "version",
    "provenance",
    "theme",
    "conforms_to",
    "hvd_category",
    "language",
    "territory",
    "publisher",
    "contact",
    "temporal_coverage",
    "spatial_coverage",
    "harvest_licence",
    "license_id",
]


def mapped(**values: Any) -> dict[str, Any]:
    return map_dataset({"title": "Titre", **values}).dataset


def test_keywords_stay_as_written_and_commas_separate() -> None:
    tags = ["Foncier Sol/Occupation du sol", "document d'urbanisme", "eau, air", 'dit "ZA"', "a\\b", "é" * 120]
    names = [tag["name"] for tag in mapped(tags=[{"name": tag} for tag in tags])["tags"]]
    assert {"Foncier Sol/Occupation du sol", "document d'urbanisme", "eau", "air"} <= set(names)
    assert not any(character in name for name in names for character in '"\\,')
    assert max(map(len, names)) == 100


def test_a_wrong_value_is_left_out_with_a_warning_and_the_rest_stays() -> None:
    result = map_dataset({"title": "Titre", "frequency": FREQUENCY, "modified": "au printemps", "issued": "2026-01-02"})
    assert result.dataset["frequency"] == FREQUENCY
    assert result.dataset["issued"] == "2026-01-02"
    assert "modified" not in result.dataset
    assert result.warnings == ["« modified » : valeur « au printemps » non reconnue, laissée de côté."]


def test_values_left_by_the_profile_in_extras_are_found() -> None:
    extras = [{"key": "frequency", "value": FREQUENCY}, {"key": "theme", "value": json.dumps(["http://a.fr/b"])}]
    assert mapped(extras=extras)["frequency"] == FREQUENCY
    assert mapped(extras=extras)["theme"] == ["http://a.fr/b"]


def test_resources_without_a_web_address_are_left_out_with_a_warning() -> None:
    result = map_dataset(
        {
            "title": "Titre",
            "resources": [
                {"name": "rien"},
                {"name": "base", "url": "jdbc:postgresql://base"},
                {"name": "accès", "download_url": "x", "access_url": "https://a.fr/un fichier.csv"},
            ],
        }
    )
    assert [(file["name"], file["url"]) for file in result.dataset["resources"]] == [
        ("accès", "https://a.fr/un%20fichier.csv")
    ]
    assert len(result.warnings) == 2


@pytest.mark.parametrize(
    ("written", "licence"),
    [
        ("https://spdx.org/licenses/etalab-2.0.html", "lov2"),
        ("Licence Ouverte / Open Licence version 2.0", "lov2"),
        ("ODbL", "odc-odbl"),
        ("Licence Engagée", "notspecified"),
        ("", "notspecified"),
    ],
)
def test_the_licence_is_recognised_and_what_was_written_is_kept(written: str, licence: str) -> None:
    dataset = mapped(harvest_licence=written)
    assert dataset["license_id"] == licence
    assert dataset.get("harvest_licence", "") == written


def test_insee_places_become_territories() -> None:
    places = [{"uri": "http://id.insee.fr/geo/departement/63"}, {"uri": "http://id.insee.fr/geo/departement/63"}]
    assert mapped(spatial_coverage=places)["territory"] == ["fr:departement:63"]


def test_a_former_region_is_no_territory_rather_than_the_wrong_one() -> None:
    place = {"text": "RHONE ALPES"}
    assert "territory" not in map_dataset({"title": "t", "spatial_coverage": [place]}).dataset


def test_html_descriptions_become_text_without_scripts() -> None:
    html = (
        "<p>Un <b>mot</b></p><script>x()</script>"
        '<p>Voir <a href="https://a.fr">ici</a> et <a href="javascript:y">là</a></p>'
    )
    assert to_text(html) == "Un mot\n\nVoir [ici](https://a.fr) et là"
    assert to_text("a < b et <nom> restent") == "a < b et <nom> restent"


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), JSON_VALUES, max_size=8))
def test_no_value_breaks_the_mapping_and_the_result_can_be_stored(values: dict[str, Any]) -> None:
    dataset = map_dataset(values).dataset
    json.dumps(dataset, ensure_ascii=False).encode()
    assert fingerprint(dataset)
    assert "\\u0000" not in json.dumps(dataset)


@given(st.permutations(["a", "b", "c"]), st.permutations([1, 2, 3]))
def test_the_order_of_a_graph_does_not_change_the_fingerprint(words: list[str], numbers: list[int]) -> None:
    dataset = mapped(
        tags=[{"name": word} for word in words],
        theme=[f"http://a.fr/{word}" for word in words],
        contact=[{"name": word, "email": f"{word}@a.fr"} for word in words],
        resources=[{"url": f"https://a.fr/{number}", "name": "même nom"} for number in numbers],
    )
    assert fingerprint(dataset) == fingerprint(
        mapped(
            tags=[{"name": word} for word in "abc"],
            theme=[f"http://a.fr/{word}" for word in "abc"],
            contact=[{"name": word, "email": f"{word}@a.fr"} for word in "abc"],
            resources=[{"url": f"https://a.fr/{number}", "name": "même nom"} for number in (1, 2, 3)],
        )
    )


@pytest.mark.parametrize(
    "piece", ["<a ", "<a x='", "<a/", "<a\n", '<a x=">"', "<a b='> ", '"<a href=">', "<!-- >", "<p " * 2 + ">"]
)
def test_html_without_end_never_reaches_the_parser_that_would_look_for_it(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def feed(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("html.parser.HTMLParser.feed", feed)
    assert to_text(f"<p>Début</p> {piece * 500}").startswith("Début")
    assert to_text("<p>Début</p> " + "suite " * 50_000).startswith("Début suite")


def test_json_without_end_is_a_value_left_out() -> None:
    deep = "[" * 20_000
    dataset = mapped(theme=deep, frequency=deep, spatial_coverage=[{"geom": deep, "text": "Ain"}])
    assert dataset["title"] == "Titre"
    assert "theme" not in dataset
    assert dataset["spatial_coverage"] == [{"text": "Ain"}]


def test_usual_html_in_number_is_read() -> None:
    piece = "<p title=\"l'eau\" class='a \"b\"'>un<br>deux <!-- trois --><a href='https://a.fr'>là</a></p>"
    assert to_text(piece * 100).count("un\ndeux [là](https://a.fr)") == 100
