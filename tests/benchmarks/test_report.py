"""The benchmarks compare like with like and say so in a form machines read."""

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.portals import same_schema_ini, stock_ini
from benchmarks.report import compare, table, write


def test_the_ratio_says_how_many_times_faster_we_are() -> None:
    """Medians, so that one disturbed repetition changes nothing."""
    result = compare("page.ttl", [1.0, 1.0, 50.0], [4.0, 4.0, 4.0], "essai")
    assert (result.ours, result.stock, result.ratio) == (1.0, 4.0, 4.0)


def test_the_results_are_a_list_of_named_figures(tmp_path: Path) -> None:
    """What `.bench/results.json` promises."""
    write([compare("create", [0.1], [0.2], "essai")], tmp_path / "new" / "results.json")
    [entry] = json.loads((tmp_path / "new" / "results.json").read_text())
    assert set(entry) == {"name", "ours", "stock", "ratio", "unit", "conditions"}
    assert "| create | 0.1 | 0.2 | 2.0 |" in table([compare("create", [0.1], [0.2], "essai")])


def test_the_stock_portal_has_none_of_our_plugins_and_the_same_services(tmp_path: Path) -> None:
    """Only what is ours is taken out of the configuration."""
    ini = tmp_path / "ckan.ini"
    ini.write_text((Path(__file__).parents[2] / "demo" / "portal.ini").read_text())
    stock = stock_ini(ini).read_text()
    settings = [line for line in stock.splitlines() if line and not line.startswith(";")]
    assert not [line for line in settings if "archipel" in line and not line.startswith(("ckan.site", "ckan.storage"))]
    assert "solr_url = $solr_url" in settings


def test_saves_are_compared_with_one_schema_and_only_our_modules_apart(tmp_path: Path) -> None:
    """A schema with more fields costs more to save, whatever our modules do."""
    ini = tmp_path / "ckan.ini"
    ini.write_text((Path(__file__).parents[2] / "demo" / "portal.ini").read_text())
    ours, stock = (dict(_settings(made(ini))) for made in (same_schema_ini, stock_ini))
    assert ours["scheming.dataset_schemas"] == stock["scheming.dataset_schemas"]
    assert ours["ckan.views.default_views"] == stock["ckan.views.default_views"]
    apart = set(ours["ckan.plugins"].split()) - set(stock["ckan.plugins"].split())
    assert {"archipel", "archipel_harvest", "archipel_lab", "archipel_dsfr"} <= apart
    assert apart - {"scheming_organizations", "scheming_groups"} == {name for name in apart if "archipel" in name}


def _settings(ini: Path) -> Iterator[tuple[str, str]]:
    for line in ini.read_text().splitlines():
        name, equals, value = line.partition(" = ")
        if equals:
            yield name, value
