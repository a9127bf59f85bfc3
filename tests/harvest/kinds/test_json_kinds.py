"""What is peculiar to each catalogue that speaks JSON."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds import arcgis, ckan, geonetwork, opendatasoft, udata
from ckanext.archipel.harvest.kinds.kind import Request, SourceSettings
from ckanext.archipel.harvest.kinds.registry import KINDS
from tests.harvest.kinds.conftest import BASE, Memory, partner, records, source

UDATA = "https://www.data.gouv.fr"


def serve(value: Any) -> Memory:
    """A server that answers everything by this value."""
    return Memory(lambda _: json.dumps(value).encode())


def mapped(kind: str, payload: dict[str, Any], url: str = BASE) -> dict[str, Any]:
    """The dataset that a payload is."""
    from ckanext.archipel.harvest.kinds.kind import RemoteRecord

    return KINDS[kind].map(RemoteRecord("x", payload=payload), SourceSettings(url)).dataset


def publisher(dataset: dict[str, Any]) -> str | None:
    """The name of who publishes a dataset."""
    return next((str(entry.get("name")) for entry in dataset.get("publisher", [])), None)


@pytest.mark.parametrize(
    ("kind", "organisation", "person"),
    [
        ("udata", {"organization": {"name": "Forêts Vives"}}, {"contact_points": [{"name": "Anne Martin"}]}),
        ("ckan", {"organization": {"title": "Forêts Vives"}}, {"maintainer": "Anne Martin"}),
        ("ckan", {"groups": [{"title": "Forêts Vives"}]}, {"maintainer": "Anne Martin"}),
        ("geonetwork", {"responsibleParty": "owner|resource|Forêts Vives||a@b.example.org|Anne Martin"}, {}),
    ],
)
def test_an_organisation_is_kept_whatever_its_name(
    kind: str, organisation: dict[str, Any], person: dict[str, Any]
) -> None:
    found = mapped(kind, {"title": "Titre", **organisation, **person})
    assert publisher(found) == "Forêts Vives"
    assert "Martin" not in str(found)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("ckan", {"publisher_name": "Anne Martin", "organization": {"title": "Forêts Vives"}}),
        ("opendatasoft", {"dataset_id": "x", "metas": {"default": {"publisher": "Anne Martin"}}}),
        ("arcgis", {"publisher": {"name": "Anne Martin"}}),
        ("geonetwork", {"responsibleParty": "owner|resource|Anne Martin||a@b.example.org|Anne Martin"}),
    ],
)
def test_a_person_who_publishes_is_left_out(kind: str, values: dict[str, Any]) -> None:
    assert publisher(mapped(kind, {"title": "Titre", **values})) is None


@pytest.mark.parametrize(
    ("kind", "url", "answer", "kept"),
    [
        ("udata", f"{UDATA}/api/1/datasets/?tag=x", {"data": [{"id": "a"}, {"id": "b", "private": True}]}, 1),
        ("ckan", BASE, {"success": True, "result": {"count": 2, "results": [{"id": "a"}, {"type": "showcase"}]}}, 1),
        ("opendatasoft", BASE, [{"dataset_id": "a"}, {"page_id": "b"}], 1),
        ("arcgis", f"{BASE}/data.json", {"dataset": [{"title": "a"}, {"distribution": [{"format": "HTML"}]}]}, 1),
        (
            "geonetwork",
            f"{BASE}/srv/fre/q",
            {"@from": "1", "summary": {"@count": "2"}, "metadata": [{"type": "dataset"}, {"type": "map"}]},
            1,
        ),
        ("udata", f"{UDATA}/api/1/datasets/?tag=x", {"data": [{"id": "a"}, {"id": "b"}]}, 2),
    ],
)
def test_what_is_no_dataset_is_counted_with_its_reason(kind: str, url: str, answer: Any, kept: int) -> None:
    [page] = KINDS[kind].pages(SourceSettings(url), serve(answer))
    assert len(page.records) == kept
    assert list(page.left_out.values()) == [1] * (2 - kept)
    assert all(" " in reason for reason in page.left_out)


# udata


@pytest.mark.parametrize(
    ("url", "filters", "expected"),
    [
        (f"{UDATA}/api/1/datasets/?organization={'a' * 24}", {}, {"organization": "a" * 24}),
        (UDATA, {"organization": "b" * 24}, {"organization": "b" * 24}),
        (UDATA, {"territory": "fr:departement:07"}, {"geozone": "fr:departement:07"}),
        (
            UDATA,
            {"territory": "Ardèche", "keyword": "inondation"},
            {"geozone": "fr:departement:07", "tag": "inondation"},
        ),
    ],
)
def test_udata_is_asked_for_what_the_source_says(url: str, filters: dict[str, str], expected: dict[str, str]) -> None:
    read = serve({"data": [], "total": 0, "next_page": None})
    list(udata.UdataKind().pages(SourceSettings(url, filters=filters), read))
    asked = urlsplit(read.asked[-1].url)
    query = {name: values[0] for name, values in parse_qs(asked.query).items()}
    assert asked.path == "/api/1/datasets/"
    assert query == {**expected, "sort": "created", "page": "1", "page_size": "100"}


def test_an_organisation_known_by_its_page_is_looked_up() -> None:
    def answer(request: Request) -> bytes:
        if "/organizations/" in request.url:
            return json.dumps({"id": "d" * 24}).encode()
        return json.dumps({"data": [], "next_page": None}).encode()

    read = Memory(answer)
    list(udata.UdataKind().pages(SourceSettings(f"{UDATA}/fr/organizations/ddt-de-la-loire/"), read))
    assert read.asked[0].url == f"{UDATA}/api/1/organizations/ddt-de-la-loire/"
    assert f"organization={'d' * 24}" in read.asked[1].url


@pytest.mark.parametrize(
    ("url", "filters"),
    [
        (UDATA, {"theme": "risques-et-inondations"}),
        (UDATA, {"theme": "e" * 24}),
        (f"{UDATA}/api/1/datasets/?topic=risques-et-inondations", {}),
    ],
)
def test_a_topic_is_looked_up_as_udata_answers_everything_for_one_it_does_not_know(
    url: str, filters: dict[str, str]
) -> None:
    topics = {f"{UDATA}/api/2/topics/{name}/" for name in ("risques-et-inondations", "e" * 24)}

    def answer(request: Request) -> bytes:
        if request.url in topics:
            return json.dumps({"id": "e" * 24, "slug": "risques-et-inondations"}).encode()
        return json.dumps({"data": [], "next_page": None}).encode()

    read = Memory(answer)
    list(udata.UdataKind().pages(SourceSettings(url, filters=filters), read))
    assert parse_qs(urlsplit(read.asked[-1].url).query)["topic"] == ["e" * 24]


@pytest.mark.parametrize("topic", ["inconnu", "f" * 24, "../../datasets", "un thème"])
def test_an_unknown_topic_is_a_page_error_and_nothing_else_is_asked_for(topic: str) -> None:
    everything = json.dumps({"data": [{"id": "1", "title": "a"}], "next_page": None}).encode()
    read = Memory(lambda request: None if "/topics/" in request.url else everything)
    with pytest.raises(PageError, match="ne connaît pas de thème"):
        list(udata.UdataKind().pages(SourceSettings(UDATA, filters={"theme": topic}), read))
    assert not [request for request in read.asked if "/datasets/" in request.url]


def test_the_whole_of_data_gouv_fr_is_never_asked_for() -> None:
    with pytest.raises(PageError, match="Choisissez une organisation"):
        list(udata.UdataKind().pages(SourceSettings(UDATA), serve({"data": []})))


def test_what_came_from_this_portal_or_is_not_shown_there_is_left_there() -> None:
    shown = [
        {"id": "1", "title": "a"},
        {"id": "2", "title": "b", "harvest": {"domain": "portail.exemple.fr"}},
        {"id": "3", "title": "c", "archived": "2025-01-01"},
        {"id": "4", "title": "d", "private": True},
        {"id": "5", "title": "e", "harvest": {"domain": "autre.fr", "remote_id": "abc", "uri": "https://autre.fr/abc"}},
    ]
    found = records(udata.UdataKind().pages(source("udata"), serve({"data": shown, "next_page": None})))
    assert [record.identifier for record in found] == ["1", "5"]
    assert found[1].alternates == {"abc", "https://autre.fr/abc"}


@pytest.mark.parametrize("following", ["https://ailleurs.fr/p2", "file:///etc/passwd"])
def test_a_next_page_elsewhere_is_never_read(following: str) -> None:
    read = serve({"data": [], "next_page": following})
    with pytest.raises(PageError, match="autre serveur"):
        list(udata.UdataKind().pages(source("udata"), read))
    assert len(read.asked) == 1


@pytest.mark.parametrize("following", ["http://[bad", f"{UDATA}:port/", f"{UDATA}/\0", f"{UDATA}/{'a' * 6000}"])
def test_a_next_page_that_is_no_address_is_told(following: str) -> None:
    with pytest.raises(PageError, match="n'en est pas une"):
        list(udata.UdataKind().pages(source("udata"), serve({"data": [], "next_page": following})))


def test_pages_that_go_round_in_circles_are_stopped() -> None:
    def answer(request: Request) -> bytes:
        other = "2" if "page=1" in request.url else "1"
        following = f"{BASE}/api/1/datasets/?page={other}"
        return json.dumps({"data": [], "next_page": following}).encode()

    with pytest.raises(PageError, match="déjà lue"):
        list(udata.UdataKind().pages(source("udata"), Memory(answer)))


def test_udata_s_zones_schemas_and_checksums_are_kept() -> None:
    resource = {
        "url": "https://a.fr/x.csv",
        "checksum": {"type": "sha1", "value": "a" * 40},
        "schema": {"name": "etalab/schema-irve"},
        "type": "update",
    }
    spatial = {"zones": ["fr:departement:26", "fr:commune:26362"]}
    dataset = mapped("udata", {"title": "t", "spatial": spatial, "resources": [resource], "frequency": "unknown"})
    assert dataset["territory"] == ["fr:commune:26362", "fr:departement:26"]
    [file] = dataset["resources"]
    assert file["conforms_to"] == ["https://schema.data.gouv.fr/schemas/etalab/schema-irve/latest/schema.json"]
    assert file["hash_algorithm"].endswith("sha1")
    assert file["resource_type"] == "main"
    assert "frequency" not in dataset


# Opendatasoft


def test_a_portal_without_export_is_read_page_by_page() -> None:
    whole = records(opendatasoft.OpendatasoftKind().pages(source("opendatasoft"), partner()))
    listed = records(opendatasoft.OpendatasoftKind().pages(source("opendatasoft"), partner("sans-export")))
    assert [record.identifier for record in listed] == [record.identifier for record in whole]


def test_html_is_sanitised_and_scripts_are_gone() -> None:
    metas = {"default": {"title": "t", "description": '<p onclick="x()">Un <b>mot</b></p><script>alert(1)</script>'}}
    assert mapped("opendatasoft", {"dataset_id": "a", "metas": metas})["notes"] == "Un mot"


def test_federated_copies_say_so_and_are_known_by_their_origin() -> None:
    default = {
        "title": "t",
        "source_domain_address": "origine.fr",
        "source_dataset": "x",
        "source_domain_title": "Origine",
    }
    entry = {"dataset_id": "a", "dataset_uid": "da_1", "metas": {"default": default}}
    record = opendatasoft.record_of(entry, BASE)
    assert record is not None
    assert "https://origine.fr/explore/dataset/x/" in record.alternates
    assert mapped("opendatasoft", entry)["provenance"] == "Copie fédérée du jeu de données « x » du portail Origine."


def test_a_dataset_without_records_has_no_export_but_its_attachments() -> None:
    entry = {
        "dataset_id": "a",
        "has_records": False,
        "attachments": [{"id": "notice_pdf", "title": "Notice", "mimetype": "application/pdf"}],
        "metas": {"default": {"title": "t", "theme": None, "keyword": "eau, air"}},
    }
    dataset = mapped("opendatasoft", entry)
    assert [file["url"] for file in dataset["resources"]] == [
        f"{BASE}/api/explore/v2.1/catalog/datasets/a/attachments/notice_pdf"
    ]
    assert [tag["name"] for tag in dataset["tags"]] == ["air", "eau"]


def test_every_version_of_the_api_gives_the_same_dataset() -> None:
    default, dcat = {"title": "t", "publisher": "Ville", "license": "etalab 2.0"}, {"issued": "2024-01-01"}
    versions: list[dict[str, Any]] = [
        {"dataset_id": "a", "metas": {"default": default, "dcat": dcat}},
        {"datasetid": "a", "metas": default, "interop_metas": {"dcat": dcat}},
        {"datasetid": "a", **default, "dcat.issued": "2024-01-01"},
    ]
    first, second, third = (mapped("opendatasoft", version) for version in versions)
    assert first == second == third
    assert (first["license_id"], first["issued"]) == ("lov2", "2024-01-01")
    wrapped = opendatasoft.record_of({"links": [], "dataset": versions[0]}, BASE)
    assert wrapped is not None
    assert wrapped.payload == versions[0]


def test_the_filters_of_a_source_become_a_question_that_cannot_be_forged() -> None:
    read = serve([])
    filters = {"organization": "Agence d'urbanisme", "keyword": '" or 1=1', "territory": "Ain"}
    list(opendatasoft.OpendatasoftKind().pages(SourceSettings(BASE, filters=filters), read))
    [where] = parse_qs(urlsplit(read.asked[0].url).query)["where"]
    assert where == (
        'default.keyword=\'" or 1=1\' and default.publisher="Agence d\'urbanisme" and default.territory="Ain"'
    )


@pytest.mark.parametrize("value", ["a\\", 'l\'"eau"'])
def test_a_filter_that_opendatasoft_cannot_be_asked_with_never_brings_the_whole_catalogue(value: str) -> None:
    read = serve([])
    with pytest.raises(PageError, match="ne peut pas être interrogé avec le filtre"):
        list(opendatasoft.OpendatasoftKind().pages(SourceSettings(BASE, filters={"keyword": value}), read))
    assert read.asked == []


@pytest.mark.parametrize(
    ("written", "zones"),
    [
        (["fr_40_84"], ["fr:region:84"]),
        (["fr_80_38185"], ["fr:commune:38185"]),
        (["fr_70_200046977"], ["fr:epci:200046977"]),
        # An academy or a département, Belgium, a commune that is not of the region.
        (["fr_50_08", "fr_60_38", "be_40_03000", "fr_80_75056", None, "?"], None),
    ],
)
def test_the_codes_of_opendatasoft_s_territories_are_read_where_they_cannot_be_mistaken(
    written: list[Any], zones: list[str] | None
) -> None:
    default = {"title": "t", "geographic_reference": written}
    assert mapped("opendatasoft", {"dataset_id": "a", "metas": {"default": default}}).get("territory") == zones


# CKAN


def test_ckan_is_searched_in_a_stable_order_until_all_is_read() -> None:
    found = [{"id": f"{n:03}", "title": f"Jeu {n}"} for n in range(230)]

    def answer(request: Request) -> bytes:
        query = parse_qs(urlsplit(request.url).query)
        assert query["sort"] == ["id asc"]
        start = int(query["start"][0])
        result = {"count": len(found), "results": found[start : start + int(query["rows"][0])]}
        return json.dumps({"success": True, "result": result}).encode()

    pages = list(ckan.CkanKind().pages(SourceSettings("https://data.exemple.fr/dataset"), Memory(answer)))
    assert [record.identifier for record in records(pages)] == [dataset["id"] for dataset in found]
    rest = ckan.CkanKind().pages(SourceSettings("https://data.exemple.fr"), Memory(answer), pages[0].cursor)
    assert len(records(rest)) == 130


def test_ckan_is_filtered_by_any_value() -> None:
    read = serve({"success": True, "result": {"count": 0, "results": []}})
    filters = {"keyword": 'dit "eau" \\ air', "organization": "ville"}
    list(ckan.CkanKind().pages(SourceSettings("https://data.exemple.fr", filters=filters), read))
    [question] = parse_qs(urlsplit(read.asked[0].url).query)["fq"]
    assert question == r'tags:"dit \"eau\" \\ air" AND organization:"ville"'


def test_dkan_which_knows_no_search_and_wraps_its_lists_twice_is_read() -> None:
    def answer(request: Request) -> bytes | None:
        if "package_search" in request.url:
            return None
        written = [{"id": "a", "title": "Jeu", "state": "Active", "type": "Dataset", "private": "true"}]
        return json.dumps({"success": True, "result": [written]}).encode()

    found = records(ckan.CkanKind().pages(SourceSettings("https://dkan.exemple.fr"), Memory(answer)))
    assert [record.identifier for record in found] == ["a"]


def test_a_refusal_of_ckan_is_told_in_its_own_words() -> None:
    read = serve({"success": False, "error": {"message": "Non trouvé", "__type": "Not Found Error"}})
    with pytest.raises(PageError, match="Non trouvé"):
        list(ckan.CkanKind().pages(SourceSettings("https://data.exemple.fr"), read))


def test_what_is_no_dataset_of_ckan_is_left_there() -> None:
    kept = ckan.record_of({"id": "1", "title": "a", "type": "dataset", "state": "active"})
    assert kept is not None
    assert ckan.record_of({"id": "2", "type": "harvest"}) is None
    assert ckan.record_of({"id": "3", "state": "deleted"}) is None


def test_the_sentences_of_dkan_become_dates() -> None:
    assert mapped("ckan", {"title": "t", "metadata_modified": "Date changed  jeu, 19/12/2019 - 03:00"})["modified"] == (
        "2019-12-19"
    )


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://a.fr/api/3/action/package_search?q=x", "https://a.fr"),
        ("https://a.fr/ckan/api/3/action/package_search", "https://a.fr/ckan"),
        ("https://a.fr/dataset", "https://a.fr"),
        ("https://a.fr/fr/organization/ville", "https://a.fr"),
        ("https://a.fr/", "https://a.fr"),
    ],
)
def test_the_root_of_a_ckan_is_found(url: str, root: str) -> None:
    assert ckan.root(url) == root


# ArcGIS Hub


def test_both_feeds_of_a_hub_name_an_item_alike() -> None:
    number = "f6565516d1354383b25793e630cf3f2b"
    us = {"identifier": f"https://www.arcgis.com/home/item.html?id={number}&sublayer=5", "title": "t"}
    ap = {"@id": f"https://hub.exemple.fr/datasets/{number}_5", "dct:title": "t"}
    assert arcgis.record_of(us).identifier == arcgis.record_of(ap).identifier == f"{number}_5"


def test_the_misspelt_address_and_the_string_publisher_of_the_feed_are_read() -> None:
    file = {"dcat:accessUrl": "https://a.fr/x.csv", "dct:format": {"@id": "ftype:CSV"}, "dct:title": "CSV"}
    contact = {"@type": "Contact", "vcard:fn": "compte", "vcard:hasEmail": None}
    entry = {
        "dct:title": "t",
        "dct:publisher": "Ville",
        "dcat:theme": "geospatial",
        "dcat:contactPoint": contact,
        "dcat:distribution": [file],
    }
    dataset = mapped("arcgis", entry)
    assert [(r["url"], r["format"]) for r in dataset["resources"]] == [("https://a.fr/x.csv", "CSV")]
    assert dataset["publisher"] == [{"name": "Ville"}]
    assert {"theme", "contact"}.isdisjoint(dataset)


def test_an_item_that_leads_to_no_data_is_left_to_its_site() -> None:
    page = {"title": "ArcGIS Hub", "format": "Web Page", "accessURL": "https://a.fr/maps/1"}
    service = {"title": "ArcGIS GeoService", "format": "ArcGIS GeoServices REST API", "accessURL": "https://a.fr/s/0"}
    feed = {
        "dataset": [
            {"identifier": "carte", "title": "Carte", "landingPage": "https://a.fr/maps/1", "distribution": [page]},
            {"identifier": "couche", "title": "Couche", "distribution": [page, service]},
        ]
    }
    found = arcgis.records_of(feed, BASE)
    assert [record.identifier for record in found] == ["couche"]
    [resource] = mapped("arcgis", dict(found[0].payload))["resources"]
    assert (resource["format"], resource["resource_type"]) == ("API", "api")


@pytest.mark.parametrize(
    ("written", "kept"),
    [("6.5735,46.3912,6.6069,46.4028", True), ("{{extent:computeSpatialProperty}}", False), (None, False)],
)
def test_the_box_of_a_layer_is_read_and_an_unfilled_template_is_not(written: str | None, kept: bool) -> None:
    dataset = mapped("arcgis", {"title": "t", "spatial": written})
    assert ("spatial_coverage" in dataset) is kept


def test_a_huge_outline_is_kept_as_its_box() -> None:
    ring = ", ".join(f"{4 + n / 10_000} {45 + (n % 2) / 100}" for n in range(9_000))
    dataset = mapped("arcgis", {"title": "t", "spatial": f"POLYGON (({ring}, 4 45))"})
    assert len(dataset["spatial_coverage"][0]["geom"]) < 300


# GeoNetwork's own API


def test_geonetwork_3_gives_one_record_without_a_list_and_none_past_the_end() -> None:
    one = {"type": "dataset", "title": "t", "geonet:info": {"uuid": "abc"}}
    assert [r.identifier for r in geonetwork.records_of_3({"metadata": one})] == ["abc"]
    assert geonetwork.records_of_3({"@from": "9", "@to": "8"}) == []


def test_the_words_of_geonetwork_3_give_the_reference_system_and_the_series() -> None:
    entry = {"title": "t", "crs": "RGF93 / Lambert-93 (EPSG:2154)::EPSG", "parentId": "serie"}
    dataset = mapped("geonetwork", entry, "https://geo.exemple.fr/geonetwork/srv/fre/q")
    assert dataset["reference_system"] == ["http://www.opengis.net/def/crs/EPSG/0/2154"]
    assert dataset["in_series"] == ["https://geo.exemple.fr/geonetwork/srv/fre/catalog.search#/metadata/serie"]


def test_a_record_of_geonetwork_that_cannot_be_read_loses_no_other() -> None:
    served = partner()

    def answer(request: Request) -> bytes | None:
        return None if "alpages" in request.url else served(request).content

    found = records(geonetwork.GeonetworkKind().pages(source("geonetwork"), Memory(answer)))
    assert [record.identifier for record in found if record.problem] == ["fr-999999999-alpages"]
    assert len(found) == 12
