"""Installing over a portal that runs ckanext-dcat changes nothing of what it exports, adopted or not."""

import json
from typing import Any

import pytest
from ckan.cli.cli import ckan
from ckan.lib.search import rebuild
from ckan.tests import factories, helpers
from ckan.tests.helpers import CKANTestApp
from click.testing import CliRunner
from rdflib import DCAT, DCTERMS, RDF, Graph

from tests.portal.conftest import Stock

Json = dict[str, Any]

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "with_request_context"),
]

STOCK = "activity dcat"
GEOMETRY = json.dumps({"type": "Point", "coordinates": [4.8, 45.7]})
EXTRAS: dict[str, Json] = {
    "complet": {
        "identifier": "FR-84-1",
        "guid": "guid-1",
        "issued": "2020-01-31",
        "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
        "theme": json.dumps(["http://publications.europa.eu/resource/authority/data-theme/ENVI"]),
        "language": "fr",
        "publisher_name": "DREAL",
        "publisher_uri": "https://www.exemple.fr/dreal",
        "contact_name": "Pôle",
        "contact_email": "pole@exemple.fr",
        "temporal_start": "2019-01-01",
        "temporal_end": "2019-12-31",
        "spatial": GEOMETRY,
        "conforms_to": json.dumps(["https://www.exemple.fr/norme"]),
        "note_interne": "à relire",
    },
    "moissonne": {"guid": "guid-2", "uri": "https://ailleurs.example/jeux/2"},
    "etrange": {"issued": "au printemps", "frequency": "sur demande", "spatial": "[4, 45]", "contact_uri": "_:b0"},
    "texte": {
        "publisher": "DREAL",
        "contact": "42",
        "spatial_coverage": '"Ain"',
        "temporal_coverage": "au printemps",
        "temporal_coverage_text": "avril",
    },
    "nu": {},
}
RESOURCES = [
    {"url": "https://www.exemple.fr/a.csv", "name": "A", "format": "CSV"},
    {"url": "https://www.exemple.fr/b", "name": "B", "uri": "https://ailleurs.example/fichiers/b", "size": 12},
]


ORGANIZATION: Json = {"action": "organization_create", "data": {"name": "ddt", "title": "DDT"}}


def created(name: str, extras: Json) -> Json:
    return {
        "action": "package_create",
        "data": {
            "name": name,
            "title": name.title(),
            "license_id": "cc-by",
            "tags": [{"name": "eau"}],
            "resources": RESOURCES,
            "extras": [{"key": key, "value": value} for key, value in extras.items()],
            "owner_org": "ddt",
        },
    }


def promises(turtle: str) -> dict[str, set[Any]]:
    """Read what an export promised: identifiers, dataset URIs, distribution URIs and their addresses."""
    graph = Graph().parse(data=turtle, format="turtle")
    kinds = {"datasets": DCAT.Dataset, "distributions": DCAT.Distribution}
    found: dict[str, set[Any]] = {name: set(graph.subjects(RDF.type, kind)) for name, kind in kinds.items()}
    addresses = (DCTERMS.identifier, DCAT.accessURL, DCAT.downloadURL)
    for predicate in addresses:
        found[str(predicate)] = {
            (subject, str(value))
            for subject, value in graph.subject_objects(predicate)
            if subject in found["datasets"] | found["distributions"]
        }
    return found


def exported(name: str) -> str:
    return str(helpers.call_action("dcat_dataset_show", id=name, format="ttl"))


def adopt(*options: str) -> str:
    result = CliRunner().invoke(ckan, ["--config", "test.ini", "archipel", "adopt", *options])
    assert result.exit_code == 0, result.output
    return str(result.output)


@pytest.fixture
def before(stock: Stock) -> dict[str, dict[str, set[Any]]]:
    """Make the datasets in a portal without us; return what it exported for each."""
    calls = [created(name, extras) for name, extras in EXTRAS.items()]
    exports = [{"action": "dcat_dataset_show", "data": {"id": name, "format": "ttl"}} for name in EXTRAS]
    answers = stock(STOCK, ORGANIZATION, *calls, *exports)[1 + len(EXTRAS) :]
    rebuild()
    return {name: promises(turtle) for name, turtle in zip(EXTRAS, answers, strict=True)}


def kept(promised: dict[str, set[Any]], turtle: str) -> bool:
    """Tell whether an export keeps every promise; only a download URL may come on top of an access URL."""
    now = promises(turtle)
    exact = [name for name in promised if name != str(DCAT.downloadURL)]
    return all(now[name] == promised[name] for name in exact) and all(promised[name] <= now[name] for name in promised)


def test_datasets_not_adopted_are_read_edited_and_exported_as_before(
    before: dict[str, dict[str, set[Any]]], app: CKANTestApp
) -> None:
    user = {"user": factories.Sysadmin()["name"]}
    shown = {name: helpers.call_action("package_show", id=name) for name in before}
    report = adopt()
    assert "publisher_name, publisher_uri → publisher" in report
    assert "3 jeux de données à reprendre, 0 impossibles" in report
    assert shown == {name: helpers.call_action("package_show", id=name) for name in before}

    for name, promised in before.items():
        assert app.get(f"/dataset/{name}", status=200)
        assert helpers.call_action("package_search", q=f"name:{name}")["count"] == 1
        assert kept(promised, exported(name))
        edited = helpers.call_action("package_patch", context=user, id=name, title="Autre titre")
        assert edited["title"] == "Autre titre"
        assert kept(promised, exported(name))


def test_a_text_where_a_list_is_expected_is_read_as_one_or_kept_beside(before: dict[str, dict[str, set[Any]]]) -> None:
    shown = helpers.call_action("package_show", id="texte")
    assert shown["publisher"] == [{"name": "DREAL"}]
    assert shown["contact"] == [{"name": "42"}]
    assert shown["spatial_coverage"] == [{"text": '"Ain"'}]
    assert extras_of(shown) == {"temporal_coverage_text": "avril", "temporal_coverage_text_": "au printemps"}
    assert "DREAL" in exported("texte")


def test_adopted_datasets_hold_our_fields_and_keep_what_was_exported(before: dict[str, dict[str, set[Any]]]) -> None:
    adopt("--apply")
    assert all(kept(promised, exported(name)) for name, promised in before.items())
    assert "0 jeux de données repris" in adopt("--apply")

    whole = helpers.call_action("package_show", id="complet")
    assert whole["publisher"] == [{"name": "DREAL", "identifier": "https://www.exemple.fr/dreal"}]
    assert whole["contact"] == [{"name": "Pôle", "email": "pole@exemple.fr"}]
    assert whole["temporal_coverage"] == [{"start": "2019-01-01", "end": "2019-12-31"}]
    assert json.loads(whole["spatial_coverage"][0]["geom"]) == json.loads(GEOMETRY)
    assert whole["language"] == ["http://publications.europa.eu/resource/authority/language/FRA"]
    assert extras_of(whole) == {"guid": "guid-1", "note_interne": "à relire"}

    strange = helpers.call_action("package_show", id="etrange")
    assert (strange["issued"], strange["frequency"]) == ("au printemps", "sur demande")
    assert extras_of(strange) == {"spatial": "[4, 45]", "contact_uri": "_:b0"}
    assert strange["license_id"] == "cc-by"
    assert helpers.call_action("package_show", id="texte")["publisher"] == [{"name": "DREAL"}]


def extras_of(dataset: Json) -> Json:
    return {extra["key"]: extra["value"] for extra in dataset["extras"]}
