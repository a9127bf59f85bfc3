"""What is kept of the geographic code and of the outlines."""

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from assets_build import territory
from ckanext.archipel.rings import box_of

Row = dict[str, Any]


def commune(code: str, departement: str, region: str, **more: object) -> Row:
    kind = {"type": "commune-actuelle", "population": 10, "codesPostaux": [code]}
    return {"code": code, "nom": f"Commune {code}", "departement": departement, "region": region, **kind, **more}


FILES: dict[str, Any] = {
    territory.COMMUNES: [
        commune("69149", "69", "84"),
        commune("71001", "71", "27"),
        commune("71002", "71", "27"),
        {**commune("69152", "69", "84"), "type": "commune-deleguee", "nom": "Pierre-Bénite", "chefLieu": "69149"},
    ],
    territory.EPCI: [
        {"code": "1", "nom": "CC A", "populationMunicipale": 20, "membres": [{"code": "69149"}, {"code": "71001"}]},
        {"code": "2", "nom": "CC B", "populationMunicipale": 10, "membres": [{"code": "71002"}]},
    ],
    territory.DEPARTEMENTS: [
        {"code": "69", "nom": "Rhône", "region": "84"},
        {"code": "71", "nom": "S", "region": "27"},
    ],
    territory.REGIONS: [{"code": "84", "nom": "AuRA"}, {"code": "27", "nom": "BFC"}, {"code": "11", "nom": "IdF"}],
}


def square(code: str, west: float, region: str = "Auvergne-Rhône-Alpes") -> Row:
    ring = [[west, 45], [west + 1, 45], [west + 1, 46], [west, 46], [west, 45]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"properties": {"iso_3166_2": f"FR-{code}", "region": region}, "geometry": geometry}


def archive_of(folder: Path, files: dict[str, Any]) -> Path:
    path = folder / "package.tgz"
    with tarfile.open(path, "w:gz") as package:
        for name, content in files.items():
            data = json.dumps(content).encode()
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            package.addfile(member, io.BytesIO(data))
    return path


def test_only_the_region_and_what_its_intercommunalities_reach_are_kept() -> None:
    kept = territory.reduced(FILES)
    assert kept["communes"] == [["69149", "Commune 69149", 10, "69", "1", ["69149"], ["Pierre-Bénite"]]]
    assert kept["epci"] == [["1", "CC A", 20, ["69", "71"]]]
    assert [row[0] for row in kept["departements"]] == ["69", "71"]
    assert sorted(row[0] for row in kept["regions"]) == ["27", "84"]


def test_the_region_is_drawn_as_the_union_of_its_departements() -> None:
    drawn = territory.outlines([square("01", 4), square("38", 5), square("75", 9, "Île-de-France")])
    assert list(drawn) == ["fr:region:84", "fr:departement:01", "fr:departement:38"]
    (ring,) = drawn["fr:region:84"]["coordinates"]
    assert box_of(ring) == (4, 45, 6, 46)
    assert ring[0] == ring[-1]


def test_a_package_is_read_no_further_than_what_is_wanted(tmp_path: Path) -> None:
    whole = archive_of(tmp_path, {"first.json": {"a": 1}, "second.json": list(range(200_000))})
    head = tmp_path / "head.tgz"
    head.write_bytes(whole.read_bytes()[: 20 * 512])
    assert territory.read(head, {"first.json"}) == {"first.json": {"a": 1}}


def test_building_again_needs_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = archive_of(tmp_path, {**FILES, territory.ADMIN1: {"features": [square("01", 4)]}})
    monkeypatch.setattr(territory, "fetch_all", lambda *_: [archive, archive])
    territory.build(tmp_path / "out")
    monkeypatch.setattr(territory, "fetch_all", lambda *_: pytest.fail("the network was used"))
    territory.build(tmp_path / "out")
    assert "Licence Ouverte" in (tmp_path / "out/ATTRIBUTION.txt").read_text(encoding="utf-8")
