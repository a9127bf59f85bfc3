"""A catalogue made to be complete: a dataset for each thing that data.gouv.fr keeps, and what it must store of it."""

from dataclasses import dataclass, field
from typing import Any

EU = "http://publications.europa.eu/resource/authority"
INSPIRE = "http://inspire.ec.europa.eu"
SQUARE = '{"type": "Polygon", "coordinates": [[[4.0, 45.0], [5.0, 45.0], [5.0, 46.0], [4.0, 46.0], [4.0, 45.0]]]}'
SCHEMA = "https://schema.data.gouv.fr/schemas/scdl/subventions/2.1.0/schema.json"
TEXT = "Une description *en Markdown* :\n\n- un point ;\n- un autre.\n\nEt une phrase pour finir."


@dataclass(frozen=True)
class Case:
    """One thing that is kept: how a publisher says it, of the dataset or of its file, and where it must arrive."""

    name: str
    arrives: dict[str, Any]
    dataset: dict[str, Any] = field(default_factory=dict)
    file: dict[str, Any] = field(default_factory=dict)


CASES = (
    Case("titre", {"title": "Forêts d’Auvergne & <Rhône>"}, {"title": "Forêts d’Auvergne & <Rhône>"}),
    Case("description", {"description": TEXT}, {"notes": TEXT}),
    Case("mots-cles", {"tags": ["eau-de-pluie", "foret"]}, {"tag_string": "Forêt,eau de pluie"}),
    Case(
        "forte-valeur",
        {"tags": ["hvd", "mobilite"]},
        {"hvd_category": ["http://data.europa.eu/bna/c_b79e35eb"]},
    ),
    Case("inspire", {"tags": ["adresses", "inspire"]}, {"theme": [f"{INSPIRE}/theme/ad"]}),
    Case("licence-ouverte", {"license": "lov2"}, {"license_id": "lov2"}),
    Case("odbl", {"license": "odc-odbl"}, {"license_id": "odc-odbl"}),
    Case(
        "acces-restreint",
        {"access_type": "restricted"},
        {"access_limitation": f"{INSPIRE}/metadata-codelist/LimitationsOnPublicAccess/INSPIRE_Directive_Article13_1f"},
    ),
    Case("provenance", {"extras.dcat.provenance.0": "Relevés de terrain"}, {"provenance": "Relevés de terrain"}),
    Case("frequence-annuelle", {"frequency": "annual"}, {"frequency": f"{EU}/frequency/ANNUAL"}),
    Case("frequence-continue", {"frequency": "continuous"}, {"frequency": f"{EU}/frequency/UPDATE_CONT"}),
    Case("frequence-ponctuelle", {"frequency": "punctual"}, {"frequency": f"{EU}/frequency/AS_NEEDED"}),
    Case(
        "periode",
        {"temporal_coverage": {"start": "2019-01-01", "end": "2021-02-28"}},
        {"temporal_coverage": [{"start": "2019", "end": "2021-02"}]},
    ),
    Case(
        "periode-ouverte",
        {"temporal_coverage": {"start": "2019-05-06", "end": None}},
        {"temporal_coverage": [{"start": "2019-05-06"}]},
    ),
    Case("territoire", {"spatial.geom.type": "MultiPolygon"}, {"territory": ["fr:departement:69"]}),
    Case("territoires", {"spatial.geom.polygons": 2}, {"territory": ["fr:departement:69", "fr:departement:15"]}),
    Case("emprise", {"spatial.geom.polygons": 1}, {"spatial_coverage": [{"geom": SQUARE}]}),
    Case("resolution", {"extras.dcat.spatial_resolution": "10 m"}, {"spatial_resolution_in_meters": "10"}),
    Case(
        "contact",
        {"contact_points.0.name": "Pôle", "contact_points.0.email": "a@exemple-aura.fr"},
        {"contact": [{"name": "Pôle", "email": "a@exemple-aura.fr"}]},
    ),
    Case(
        "contact-par-formulaire",
        {"contact_points.0.contact_form": "https://www.exemple-aura.fr/ecrire"},
        {"contact": [{"name": "Pôle", "url": "https://www.exemple-aura.fr/ecrire"}]},
    ),
    Case(
        "producteur",
        {
            "contact_points": [
                {"role": "publisher", "name": "DREAL", "email": "p@exemple-aura.fr", "contact_form": None}
            ]
        },
        {"publisher": [{"name": "DREAL", "email": "p@exemple-aura.fr"}]},
    ),
    Case("date-de-publication", {"harvest.issued_at": "2020-03-04T00:00:00"}, {"issued": "2020-03-04"}),
    Case("date-de-mise-a-jour", {"last_modified": "2021-03-04T00:00:00"}, {"modified": "2021-03-04"}),
    Case("identifiant", {"harvest.remote_id": "un-identifiant"}, {"identifier": "un-identifiant"}),
    Case("page", {"harvest.remote_url": "https://www.exemple-aura.fr/p"}, {"url": "https://www.exemple-aura.fr/p"}),
    Case("schema-de-table", {"resources.0.schema.name": "scdl/subventions"}, file={"conforms_to": [SCHEMA]}),
    Case("schema-du-jeu", {"schema.name": "scdl/subventions"}, {"conforms_to": [SCHEMA]}),
    Case("nom-du-fichier", {"resources.0.title": "Relevés 2020"}, file={"name": "Relevés 2020"}),
    Case("description-du-fichier", {"resources.0.description_length": 8}, file={"description": "Colonnes"}),
    Case(
        "format-csv",
        {"resources.0.format": "csv", "resources.0.mime": "text/csv"},
        file={"format": "CSV", "mimetype": "text/csv"},
    ),
    Case("format-geojson", {"resources.0.format": "geojson"}, file={"format": "GeoJSON"}),
    Case("format-shp", {"resources.0.format": "shp"}, file={"format": "SHP"}),
    Case("format-sans-code", {"resources.0.format": "lidarx"}, file={"format": "LidarX"}),
    Case("taille", {"resources.0.filesize": 1234}, file={"size": 1234}),
    Case("md5", {"resources.0.checksum": "md5:" + "a" * 32}, file={"hash": "a" * 32}),
    Case("sha1", {"resources.0.checksum": "sha1:" + "b" * 40}, file={"hash": "b" * 40}),
    Case("sha256", {"resources.0.checksum": "sha256:" + "c" * 64}, file={"hash": "c" * 64}),
    Case(
        "mise-a-jour-du-fichier", {"resources.0.last_modified": "2022-05-06T00:00:00"}, file={"modified": "2022-05-06"}
    ),
    Case("fichier", {"resources.0.type": "main"}, file={"resource_type": "main"}),
    Case(
        "service-wms",
        {"resources.0.format": "wms", "resources.0.type": "api"},
        file={
            "format": "WMS",
            "resource_type": "api",
            "url": "https://geo.exemple-aura.fr/wms?request=GetCapabilities",
        },
    ),
    Case(
        "service-wfs",
        {"resources.0.format": "wfs", "resources.0.type": "api"},
        file={"format": "WFS", "resource_type": "api", "url": "https://geo.exemple-aura.fr/wfs"},
    ),
)


def dataset(case: Case) -> dict[str, Any]:
    """Return what a publisher types for this case."""
    file = {"url": f"https://www.exemple-aura.fr/{case.name}.csv", "format": "CSV", "name": "Données", **case.file}
    return {"name": case.name, "title": case.name, "resources": [file], **case.dataset}


def found(stored: Any, path: str) -> Any:
    """Return what stands at a dotted path, for instance `resources.0.format`; nothing where there is none."""
    for part in path.split("."):
        if isinstance(stored, list):
            stored = stored[int(part)] if int(part) < len(stored) else None
        else:
            stored = stored.get(part) if isinstance(stored, dict) else None
    return stored
