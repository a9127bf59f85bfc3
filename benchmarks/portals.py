"""The configurations compared: our portal, the same without our plugins, and ours with the schema of the latter."""

import re
from pathlib import Path
from typing import Any

STOCK_SCHEMA = "ckanext.dcat.schemas:dcat_ap_full.yaml"
STOCK = {
    r"^(ckan\.plugins = .*)$": lambda found: _without(
        found[1], "archipel", "scheming_organizations", "scheming_groups"
    ),
    r"^scheming\.dataset_schemas = .*$": f"scheming.dataset_schemas = {STOCK_SCHEMA}",
    r"^scheming\.(organization|group)_schemas = .*$": "",
    r"^scheming\.presets = .*$": "scheming.presets = ckanext.scheming:presets.json ckanext.dcat.schemas:presets.yaml",
    r"^ckanext\.dcat\.rdf\.profiles = .*$": "ckanext.dcat.rdf.profiles = euro_dcat_ap_3",
    r"^ckanext\.archipel\..*$": "",
}
# Everything of ours but our schema: what a save costs more is then what our plugins do, not what there is to save.
SAME_SCHEMA = {r"^scheming\.dataset_schemas = .*$": f"scheming.dataset_schemas = {STOCK_SCHEMA}"}


def stock_ini(ini: Path) -> Path:
    """Write the configuration of the same portal without our plugins, beside the given one."""
    return _changed(ini, "stock.ini", STOCK)


def same_schema_ini(ini: Path) -> Path:
    """Write the configuration of our portal with the schema of the stock one, beside the given one."""
    return _changed(ini, "same-schema.ini", SAME_SCHEMA)


def _changed(ini: Path, name: str, changes: dict[str, Any]) -> Path:
    content = ini.read_text()
    for pattern, replacement in changes.items():
        content = re.sub(pattern, replacement, content, flags=re.MULTILINE)
    changed = ini.with_name(name)
    changed.touch(mode=0o600)
    changed.write_text(content)
    return changed


def _without(line: str, *prefixes: str) -> str:
    return " ".join(word for word in line.split() if not word.startswith(prefixes))
