"""The benchmarks compare like with like and say so in a form machines read."""

import json
from pathlib import Path

from benchmarks.__main__ import stock_ini
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
