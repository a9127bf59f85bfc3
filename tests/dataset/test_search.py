"""What the search index receives of a dataset."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.dataset.search import (
    LONGEST_TERM,
    drop_what_does_not_narrow,
    index_document,
    label_facets,
    texts,
)


def test_territories_are_indexed_with_what_contains_them() -> None:
    for zones in (["fr:departement:63"], json.dumps(["fr:departement:63"])):
        document = index_document({"territory": zones})
        assert document["vocab_territory"] == ["fr:departement:63", "fr:region:84", "country:fr"]


def test_code_lists_are_indexed_as_lists() -> None:
    document = index_document({"lab_theme": '["arts-culture"]', "frequency": "http://exemple.fr/f"})
    assert document["vocab_lab_theme"] == ["arts-culture"]
    assert document["vocab_frequency"] == ["http://exemple.fr/f"]


def test_what_solr_would_refuse_is_dropped_and_its_text_copy_kept() -> None:
    long = "é" * LONGEST_TERM
    document = index_document({"provenance": long, "extras_provenance": long, "notes": long, "title": "t"})
    assert "provenance" not in document
    assert {"extras_provenance", "notes", "title"} <= set(document)


def test_facets_are_named_and_unknown_values_stay_as_they_are() -> None:
    names = {
        "vocab_territory": "fr:departement:26",
        "license_id": "odc-odbl",
        "vocab_lab_theme": "inconnu",
        "tags": "a/b",
    }
    facets = {facet: {"items": [{"name": name, "display_name": name}]} for facet, name in names.items()}
    shown = {facet: content["items"][0]["display_name"] for facet, content in label_facets(facets).items()}
    assert shown == {
        "vocab_territory": "Drôme",
        "license_id": "Open Database License (ODbL) 1.0",
        "vocab_lab_theme": "inconnu",
        "tags": "a/b",
    }


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_value_gives_a_list_of_texts(value: object) -> None:
    assert all(isinstance(text, str) and text for text in texts(value))
    document = index_document({"territory": value, "lab_theme": value, "frequency": value})
    assert all(isinstance(text, str) for key in document if key.startswith("vocab_") for text in document[key])


def test_territories_are_indexed_by_kind_for_the_facets() -> None:
    document = index_document({"territory": ["fr:commune:74999", "fr:epci:200046977", "country-group:ue", "x"]})
    assert document["vocab_commune"] == ["fr:commune:74999"]
    assert document["vocab_epci"] == ["fr:epci:200046977"]
    assert set(document["vocab_departement"]) == {
        *("fr:departement:74", "fr:departement:69", "fr:region:84", "country:fr"),
    }
    assert set(document["vocab_territory"]) >= {"x", "country-group:ue", "fr:commune:74999", "country:fr"}


def test_what_holds_every_dataset_found_is_no_choice() -> None:
    def items(fq: str) -> list[str]:
        counts = {"country:fr": 3, "fr:region:84": 3, "fr:region:27": 1, "fr:departement:01": 3}
        facet = {"items": [{"name": name, "count": count} for name, count in counts.items()]}
        found = {"count": 3, "search_facets": {"vocab_departement": facet}}
        drop_what_does_not_narrow(found, {"fq": fq})
        return [str(item["name"]) for item in facet["items"]]

    assert items("") == ["fr:region:27", "fr:departement:01"]
    assert items('vocab_departement:"fr:region:84"') == ["fr:region:84", "fr:region:27", "fr:departement:01"]
