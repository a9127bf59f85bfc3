"""Datasets of every kind, drawn at random but always the same: good values, rare ones and bad ones."""

import json
import random
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from ckanext.archipel.vocabulary import vocabulary

Dataset = dict[str, Any]
SITE = "https://donnees.auvergne-rhone-alpes.gouv.fr"
OGC = "http://www.opengeospatial.org/standards/"
SCHEMAS = "https://schema.data.gouv.fr/schemas/scdl/subventions"
INSPIRE = "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/"
# Days since the last update: never within a day or two of what a frequency allows, so that no test fails at midnight.
AGES = (-30, 0, 4, 10, 20, 45, 75, 120, 500, 900, 2500)

TITLES = ("Arbres d'alignement", "Zones <humides> & étangs", "Résultats « bac » 2024", "Qualité de l’air : NO₂, PM₁₀")
LONG = "Relevé annuel des points d'eau, avec leur état, leur débit et la date de la dernière visite. " * 2
DESCRIPTIONS = (
    "",
    "Court.",
    LONG,
    f"# Contenu\n\n* une ligne par point\n* mise à jour annuelle\n\n{LONG}[notice](https://a.fr/n)",
    f"  {LONG}\r\n\r\n- puce\r\n",
    f"<p>{LONG}</p><ul><li>une</li><li>deux</li></ul>",
    f"{LONG}<br>La <nom> du point",
    f"{LONG} si a < b et c > d, alors 3 <4",
    "x" * 100,
    "é" * 101,
)
TAGS = ("eau", "Économie d'énergie", "l’Ain", "EV", "Zone à faibles émissions", "œuvres", "C++", "3", "a/b", "x" * 100)
LICENCES = (
    {"license_id": "lov2"},
    {"license_id": "odc-odbl"},
    {"license_id": "notspecified", "license_title": "License Not Specified"},
    {"license_id": "", "harvest_licence": "Licence Ouverte v2.0 (Etalab)"},
    {"license_id": "other-open", "license_title": "Other (Open)"},
    {"license_id": "fr-lo"},
    {"license_id": "cc-by"},
    {"license_id": "cc-by-sa"},
    {"license_id": "cc-zero"},
    {"license_id": "cc-nc"},
    {"license_id": "other-closed"},
    {"harvest_licence": "https://creativecommons.org/licenses/by/4.0/"},
    {"harvest_licence": "https://www.etalab.gouv.fr/"},
    {"harvest_licence": "Usage libre sous réserve de mentionner la source"},
    {"harvest_licence": "https://exemple.fr/licence maison.html"},
    {"harvest_licence": "Open Database Licence (ODbL)"},
    {"license_id": "inconnue", "license_title": "Licence Ouverte / Open License"},
    {},
)
FREQUENCIES = (
    *(term.uri for term in vocabulary("frequency").terms),
    "annuel",
    "http://purl.org/cld/freq/monthly",
    "https://publications.europa.eu/resource/authority/frequency/WEEKLY",
    "de temps en temps",
    "https://exemple.fr/frequences/parfois",
    "",
)
PERIODS = (
    [],
    [{"start": "2019-01-01", "end": "2021-12-31"}],
    [{"start": "2019", "end": "2021-02"}],
    [{"start": "2022-05-01"}],
    [{"end": "2022-05-01"}],
    [{"start": "2022-12-31", "end": "2020-01-01"}],
    [{"start": "2010", "end": "2012"}, {"start": "2014-03-01", "end": "2015-03-01"}],
    [{"start": "jadis", "end": "naguère"}],
    [{"start": "2019-01-01T10:00:00+02:00", "end": "31/12/2020"}],
    [{"start": "", "end": ""}],
)
SQUARE = [[[4.1, 45.1], [5.1, 45.1], [5.1, 46.1], [4.1, 46.1], [4.1, 45.1]]]
OTHER = [[[2.0, 44.0], [3.0, 44.0], [3.0, 45.0], [2.0, 44.0]]]
HOLED = [*SQUARE, [[4.4, 45.4], [4.6, 45.4], [4.6, 45.6], [4.4, 45.4]]]


def shape(kind: str, coordinates: Any) -> str:
    return json.dumps({"type": kind, "coordinates": coordinates})


PLACES = (
    [],
    [{"geom": shape("Polygon", SQUARE)}],
    [{"bbox": shape("Polygon", SQUARE)}],
    [{"geom": shape("MultiPolygon", [SQUARE, OTHER]), "text": "Deux endroits"}],
    [{"geom": shape("Polygon", HOLED)}],
    [{"geom": shape("Polygon", SQUARE)}, {"geom": shape("Polygon", OTHER)}],
    [{"geom": shape("Polygon", SQUARE), "bbox": shape("Polygon", SQUARE), "centroid": shape("Point", [4.6, 45.6])}],
    [{"centroid": shape("Point", [4.6, 45.6])}],
    [{"geom": shape("LineString", [[4, 45], [5, 46]])}],
    [{"geom": "POLYGON((4 45, 5 45, 5 46, 4 45))"}],
    [{"geom": "<http://www.opengis.net/def/crs/EPSG/0/4326> POLYGON((4 45, 5 45, 5 46, 4 45))"}],
    [{"geom": shape("Polygon", [[[*point, 120.5] for point in SQUARE[0]]])}],
    [{"geom": shape("Polygon", [SQUARE[0][:-1]])}],
    [{"geom": shape("Polygon", [SQUARE[0][:2]])}],
    [{"geom": shape("Polygon", [[[4.1, 45.1], [4.1, 45.1], [4.1, 45.1], [4.1, 45.1]]])}],
    [{"geom": shape("MultiPolygon", [SQUARE, [OTHER[0][:3]]])}],
    [{"geom": shape("Polygon", [[[840000, 6500000], [841000, 6500000], [841000, 6510000], [840000, 6500000]]])}],
    [{"geom": shape("Polygon", [])}],
    [{"geom": '{"type": "Polygon"}'}],
    [{"geom": "illisible"}],
    [{"uri": "http://www.geonames.org/3037350", "text": "Ain"}],
    [{"uri": "http://exemple.fr/lieu un", "geom": shape("Polygon", OTHER)}],
)
TERRITORIES: tuple[list[str], ...] = (
    [],
    ["fr:departement:69"],
    ["fr:region:84"],
    ["fr:departement:01", "fr:departement:38"],
    ["fr:commune:69123"],
    ["fr:departement:2A"],
    ["fr:epci:200046977"],
    ["n'importe quoi"],
)
CONTACTS = (
    [],
    [{"name": "DDT de l'Ain", "email": "ddt@ain.fr"}],
    [{"name": "DDT", "email": "mailto:ddt@ain.fr"}],
    [{"name": "Service", "url": "https://ain.fr/contact"}],
    [{"name": "Service", "url": "ain.fr/contact"}],
    [{"name": "Sans adresse"}],
    [{"email": "seul@ain.fr"}],
    [{"name": "Fautif", "email": "ddt arobase ain.fr"}],
    [{"name": "Un", "email": "un@ain.fr"}, {"name": "Deux", "email": "deux@ain.fr", "url": "https://ain.fr/2"}],
    [{"name": "Un", "email": "un@ain.fr"}, {"name": "Un", "email": "un@ain.fr"}],
    [{"name": "n" * 300, "email": "long@ain.fr"}],
    [{"name": "  DDT \n de l'Isère ", "email": "o'neill+donnees@isere.fr", "url": "https://isere.fr/é?a=b c"}],
)
OLDER_PEOPLE = ({}, {}, {}, {"maintainer": "Ancien", "maintainer_email": "ancien@ain.fr"}, {"author": "Auteur seul"})
PUBLISHERS = (
    [],
    [{"name": "Préfecture de l'Ain", "email": "prefecture@ain.gouv.fr", "url": "https://www.ain.gouv.fr"}],
    [{"name": "Préfecture de l'Ain"}],
    [{"email": "anonyme@ain.fr"}],
    [{"name": "Une"}, {"name": "Autre"}],
    [{"name": "p" * 300}],
)
CONFORMITIES: tuple[list[str], ...] = (
    [],
    [f"{SCHEMAS}/2.1.0/schema.json"],
    [f"{SCHEMAS}/latest/schema.json"],
    ["https://schema.data.gouv.fr/scdl/subventions"],
    ["http://www.opengis.net/def/crs/EPSG/0/2154"],
    [f"{SCHEMAS}/2.1.0/schema.json", "https://schema.data.gouv.fr/schemas/scdl/equipements/0.1.0/schema.json"],
    ["scdl/subventions"],
    ["https://schema.data.gouv.fr/schemas/mon schéma.json"],
)
THEMES: tuple[list[str], ...] = (
    [],
    ["http://publications.europa.eu/resource/authority/data-theme/ENVI"],
    ["http://inspire.ec.europa.eu/theme/hy"],
    ["Transports"],
)
HIGH_VALUE: tuple[list[str], ...] = ([], [], [], *([term.uri] for term in vocabulary("hvd_category").terms))
ACCESS = ("", "", "", "http://publications.europa.eu/resource/authority/access-right/PUBLIC", "PUBLIC", "sur demande")
CLOSED = "http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC"
IN_LAW = "L124-4-I-1 du code de l’environnement (Directive 2007/2/CE (INSPIRE), Article 13.1.f)"
RESTRICTED = (*ACCESS, f"{INSPIRE}noLimitations", f"{INSPIRE}INSPIRE_Directive_Article13_1e", CLOSED, IN_LAW)
LIMITATIONS: tuple[Any, ...] = (
    *("", "", "", "", "", f"{INSPIRE}noLimitations", "illisible", f"{INSPIRE}INSPIRE_Directive_Article13_1z", IN_LAW),
    *(f"{INSPIRE}INSPIRE_Directive_Article13_1{letter}" for letter in "aefh"),
    [f"{INSPIRE}INSPIRE_Directive_Article13_1b", f"{INSPIRE}INSPIRE_Directive_Article13_1c"],
)
TOPICS = (
    [],
    ["http://inspire.ec.europa.eu/metadata-codelist/TopicCategory/transportation"],
    ["biota", "http://inspire.ec.europa.eu/metadata-codelist/TopicCategory/biota"],
)
SERIES: tuple[list[str], ...] = (
    [],
    [],
    ["https://partenaire.fr/serie/1", "https://partenaire.fr/serie/2"],
    ["serie-1"],
)
RESOLUTIONS: tuple[Any, ...] = (
    None,
    None,
    "10",
    "0.5",
    "1000",
    "010",
    "25.0",
    "0",
    "dix",
    ["5", "10"],
    20,
    "1e3",
    "-2",
)
SYSTEMS: tuple[list[str], ...] = ([], [], ["http://www.opengis.net/def/crs/EPSG/0/2154"], ["EPSG:4326"])
LINEAGES = (
    "",
    "",
    "Relevé sur place.",
    "  Deux lignes :\r\n- une ;\n- deux.  ",
    "<p>Un <b>paragraphe</b></p>",
    "a\x0bb",
)
LANGUAGES: tuple[list[str], ...] = (
    [],
    ["http://publications.europa.eu/resource/authority/language/FRA"],
    ["http://publications.europa.eu/resource/authority/language/ENG", "fr"],
)
DURATIONS = ("", "", "P1D", "un jour")

GOOD_URLS = (
    "https://a.fr/donnees.csv",
    "https://a.fr/donnees.csv?version=2&page=1",
    "http://a.fr",
    "https://a.fr?id=3",
    "https://sous-domaine.a.fr:8443/chemin/été/données.csv",
    "https://a.fr/avec espace.csv",
    "https://a.fr/crochets[1](2)|3.csv",
    "https://a.fr/apostrophe's/$1;2,3*!.csv",
    "https://a.fr/deja%20quote.csv",
    "https://a.fr/ancre#page=2",
    "https://a.fr/@compte.public",
    "https://a.fr/wfs?contact=ddt@ain.fr",
    "https://a.fr/insécable\u00a0ici.csv",
    "ftp://ftp.a.fr/fichier.zip",
    "HTTPS://A.FR/MAJUSCULES.CSV",
    "https://été.fr/a.csv",
    "https://a_b.fr/a.csv",
    "http://8.8.8.8/a.csv",
    "http://[2001:4860:4860::8888]/a.csv",
    " https://a.fr/bords.csv ",
)
BAD_URLS = (
    "",
    "fichier.csv",
    "http://serveur.intranet/a.csv",
    "http://serveur/a.csv",
    "http://localhost/a.csv",
    "http://192.168.1.10/a.csv",
    "http://10.0.0.1:8080/a.csv",
    "http://[fd00::1]/a.csv",
    "mailto:ddt@ain.fr",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://qui:secret@a.fr/a.csv",
    "https://a.fr#ancre",
    "https://a.fr:8/a.csv",
    "https://a.fr:99999/a.csv",
    "https://a--b.fr/a.csv",
    "https://xn--t-9fa.fr/a.csv",
    "https://-a.fr/a.csv",
    "https://a-.fr/a.csv",
    "https://a..fr/a.csv",
    "https://a.fr./a.csv",
    "https://a.extensioninconnue/a.csv",
    "https://a.fr/ligne\nsuivante.csv",
    "//a.fr/a.csv",
    "http://1.2.3/a.csv",
    "http://999.1.1.1/a.csv",
    "http://255.255.255.255/a.csv",
    "http://0.0.0.0/a.csv",
)
FORMATS = (
    *("CSV", "csv", "GeoJSON", "XLSX", "xls", "PDF", "SHP", "ODS", "ZIP", "parquet", "MIF/MID", "Word", "", "", "7z"),
    *("text/csv", "application/json", "application/x-inconnu", "Tableur (XLSX)", "format maison", "OGC:WMS", "JSON-LD"),
    "http://publications.europa.eu/resource/authority/file-type/GPKG",
    "https://www.iana.org/assignments/media-types/text/csv",
    "http://exemple.fr/formats/machin",
)
MIMETYPES = (
    "",
    "",
    "text/csv",
    "application/zip",
    "https://www.iana.org/assignments/media-types/text/csv",
    "n'importe",
)
SIZES = ("", None, 0, 12, "48211", "12 Ko", 1.5, "-4", 10**12, 10**20, "inf")
HASHES = (
    {},
    {},
    {"hash": "a" * 64},
    {"hash": "B" * 40, "hash_algorithm": "http://spdx.org/rdf/terms#checksumAlgorithm_sha1"},
    {"hash": "c" * 32, "hash_algorithm": "MD5"},
    {"hash": "d" * 128},
    {"hash": "e" * 64, "hash_algorithm": "md5"},
    {"hash": "pas une empreinte"},
)
DATES = ("", "2024-03-01", "2024-03-01T08:00:00.123456", "2024-03-01T08:00:00+02:00", "2024", "2024-03", "hier")
FILE_LICENCES = ("", "", "", "lov2", "https://www.etalab.gouv.fr/licence-ouverte-open-licence", "maison", "cc-by")
FILE_RIGHTS = ("", "", "", "Licence Ouverte v2.0", "Tous droits réservés", f"{INSPIRE}INSPIRE_Directive_Article13_1f")
SERVICES: tuple[list[dict[str, Any]], ...] = (
    [],
    [{"title": "WFS", "endpoint_url": ["https://a.fr/wfs"], "conforms_to": [f"{OGC}wfs"]}],
    [{"title": "WFS", "endpoint_url": ["https://a.fr/wfs"], "conforms_to": ["WFS 2.0.0"]}],
    [{"title": "API", "endpoint_url": ["https://a.fr/api"], "endpoint_description": "https://a.fr/openapi.json"}],
    [{"title": "API", "endpoint_url": ["serveur interne"]}],
    [{"endpoint_url": ["https://a.fr/sans-titre"]}],
    [{"title": "WMTS", "endpoint_url": ["https://a.fr/wmts"], "conforms_to": ["http://norme.fr/x", f"{OGC}wmts"]}],
)


def datasets(number: int, organizations: Sequence[Dataset], seed: int = 2026) -> list[Dataset]:
    """Return that many datasets as `package_show` gives them; the same seed gives the same ones."""
    draw = random.Random(seed)
    today = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    return [_dataset(draw, n, today, draw.choice(organizations)) for n in range(number)]


def _dataset(draw: random.Random, number: int, today: datetime, organization: Dataset) -> Dataset:
    identifier = f"{number:08x}-0000-4000-8000-000000000000"
    saved = today - timedelta(days=draw.choice(AGES[1:]))
    files = draw.choice((0, 1, 1, 2, 3, 5))
    fields: Dataset = {
        "id": identifier,
        "name": f"jeu-{number}",
        "type": "dataset",
        "title": f"{draw.choice(TITLES)} {number}",
        "notes": draw.choice(DESCRIPTIONS),
        "tags": [{"name": tag} for tag in draw.sample(TAGS, draw.randint(0, 4))],
        "organization": organization,
        "owner_org": organization["id"],
        "frequency": draw.choice(FREQUENCIES),
        "temporal_coverage": draw.choice(PERIODS),
        "spatial_coverage": draw.choice(PLACES),
        "territory": draw.choice(TERRITORIES),
        "contact": draw.choice(CONTACTS),
        "publisher": draw.choice(PUBLISHERS),
        "conforms_to": draw.choice(CONFORMITIES),
        "theme": draw.choice(THEMES),
        "hvd_category": draw.choice(HIGH_VALUE),
        "access_rights": draw.choice(RESTRICTED),
        "access_limitation": draw.choice(LIMITATIONS),
        "topic_category": draw.choice(TOPICS),
        "in_series": draw.choice(SERIES),
        "spatial_resolution_in_meters": draw.choice(RESOLUTIONS),
        "temporal_resolution": draw.choice(DURATIONS),
        "reference_system": draw.choice(SYSTEMS),
        "provenance": draw.choice(LINEAGES),
        "language": draw.choice(LANGUAGES),
        "url": draw.choice(("", "", *GOOD_URLS, *BAD_URLS)),
        "issued": draw.choice(DATES),
        "modified": _age(draw, today),
        "metadata_created": "2023-11-20T10:00:00.123456",
        "metadata_modified": saved.isoformat().replace("+00:00", ""),
        "resources": [_file(draw, f"{identifier[:-1]}{n}", identifier, today) for n in range(files)],
        **draw.choice(LICENCES),
        **draw.choice(OLDER_PEOPLE),
    }
    return {key: value for key, value in fields.items() if value not in ("", None)}


def _file(draw: random.Random, identifier: str, dataset: str, today: datetime) -> Dataset:
    fields: Dataset = {
        "id": identifier,
        "package_id": dataset,
        "name": draw.choice(("", "Données", "Table 2024", "Notice", "Couche <A>")),
        "description": draw.choice(("", "", "Une ligne par point", "<p>Une <b>ligne</b> par point</p>", "\r\n")),
        "format": draw.choice(FORMATS),
        "mimetype": draw.choice(MIMETYPES),
        "size": draw.choice(SIZES),
        "resource_type": draw.choice(("main", "main", "documentation", "api", "code", "other")),
        "conforms_to": draw.choice(CONFORMITIES),
        "license": draw.choice(FILE_LICENCES),
        "rights": draw.choice(FILE_RIGHTS),
        "issued": draw.choice(DATES),
        "modified": _age(draw, today),
        "created": "2023-11-20T10:00:00.123456",
        "metadata_modified": "2024-01-15T09:30:00.654321",
        "access_services": draw.choice(SERVICES),
        "datastore_active": draw.choice((None, False, True)),
        **draw.choice(HASHES),
        **_address(draw, identifier, dataset),
    }
    return {key: value for key, value in fields.items() if value not in ("", None, [])}


def _address(draw: random.Random, identifier: str, dataset: str) -> Dataset:
    if draw.random() < 0.25:
        return {"url": f"{SITE}/dataset/{dataset}/resource/{identifier}/download/été 1.csv", "url_type": "upload"}
    given = {"url": draw.choice(GOOD_URLS if draw.random() < 0.7 else BAD_URLS)}
    if draw.random() < 0.1:
        given["download_url"] = draw.choice((*GOOD_URLS, *BAD_URLS))
    if draw.random() < 0.1:
        given["access_url"] = draw.choice((*GOOD_URLS, *BAD_URLS))
    return given


def _age(draw: random.Random, today: datetime) -> str:
    written: Sequence[str] = ("", "", "hier")
    return draw.choice(written) if draw.random() < 0.4 else f"{today - timedelta(days=draw.choice(AGES)):%Y-%m-%d}"
