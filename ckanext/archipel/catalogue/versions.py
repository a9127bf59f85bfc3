"""What tells whether a stored fragment still says what its dataset, organization and the site's settings are."""

import hashlib
from functools import lru_cache
from importlib.metadata import entry_points, version
from pathlib import Path

import ckan.plugins as p
import ckan.plugins.toolkit as tk

_read_schemas: list[tuple[object, str]] = []
PACKAGE = Path(__file__).resolve().parent.parent
SOURCES = ("catalogue", "dataset", "rdf", "territory", "vocabulary")
DISTRIBUTIONS = ("ckan", "ckanext-dcat", "ckanext-scheming", "rdflib", "pyoxigraph")
OPTIONS = (
    *("ckan.site_", "ckan.locale_default", "ckan.plugins", "ckan.root_path", "licenses_group_url", "scheming."),
    *("ckanext.dcat.", "ckanext.archipel.catalogue.", "ckanext.archipel.territory."),
)

# A row as text holds every column, `metadata_modified` among them, whichever version of CKAN made the table. An
# organization has no date of change of its own, so its row and its fields are read instead.
DATASET_VERSION = "md5(p::text || coalesce(o.digest, '') || :settings)"
ORGANIZATIONS = """
    SELECT g.id, g::text AS digest FROM "group" g WHERE g.is_organization
"""
# CKAN 2.12 keeps the additional fields in the row itself.
ORGANIZATIONS_2_11 = """
    SELECT g.id, g::text || coalesce((
        SELECT string_agg(e.key || '=' || coalesce(e.value, ''), ' ' ORDER BY e.key)
        FROM group_extra e WHERE e.group_id = g.id AND e.state = 'active'), '') AS digest
    FROM "group" g WHERE g.is_organization
"""
# What a dataset holds in other tables; every action that changes it also changes the dataset's row, SQL may not.
FILES = "SELECT string_agg(r::text, ' ' ORDER BY r.id) FROM resource r WHERE r.package_id = p.id"
KEYWORDS = """
    SELECT string_agg(t.name, ' ' ORDER BY t.name) FROM package_tag k JOIN tag t ON t.id = k.tag_id
    WHERE k.package_id = p.id AND k.state = 'active'
"""
EXTRAS_2_11 = "SELECT string_agg(e::text, ' ' ORDER BY e.id) FROM package_extra e WHERE e.package_id = p.id"


def dataset_content() -> str:
    """Return the expression that gives the digest of what a dataset holds on this version of CKAN."""
    parts = (FILES, KEYWORDS) if tk.check_ckan_version(min_version="2.12") else (FILES, KEYWORDS, EXTRAS_2_11)
    return "md5(" + " || ' ' || ".join(f"coalesce(({part}), '')" for part in parts) + ")"


def organizations() -> str:
    """Return the query that gives each organization's digest on this version of CKAN."""
    return ORGANIZATIONS if tk.check_ckan_version(min_version="2.12") else ORGANIZATIONS_2_11


def settings_digest(profiles: tuple[str, ...]) -> str:
    """Return a digest of all that shapes every fragment: profiles, our code and code lists, the site's options."""
    # A plain copy: CKAN's own object answers one option at a time, and a page asks for hundreds.
    options = sorted((key, str(value)) for key, value in tk.config.copy().items() if str(key).startswith(OPTIONS))
    seed = (_code_digest(), _schema_digest(), profiles, _makers(profiles), options)
    return hashlib.sha256(repr(seed).encode()).hexdigest()


def _schema_digest() -> str:
    # What a dataset is shown with, its fields' own validators; the same object for the life of the plugin.
    schema = tk.h.scheming_get_dataset_schema("dataset") if p.plugin_loaded("scheming_datasets") else None
    if not _read_schemas or _read_schemas[0][0] is not schema:
        _read_schemas[:] = [(schema, hashlib.sha256(repr(schema).encode()).hexdigest())]
    return _read_schemas[0][1]


@lru_cache(maxsize=32)
def _makers(profiles: tuple[str, ...]) -> list[str]:
    # A profile may come from any extension.
    found = [point for point in entry_points(group="ckan.rdf.profiles") if point.name in profiles]
    return sorted({f"{point.name} {point.dist.name} {point.dist.version}" for point in found if point.dist})


@lru_cache(maxsize=1)
def _code_digest() -> str:
    digest = hashlib.sha256(repr([version(name) for name in DISTRIBUTIONS]).encode())
    for folder in SOURCES:
        for file in sorted((PACKAGE / folder).rglob("*")):
            if file.suffix in {".py", ".yaml", ".json"}:
                digest.update(file.read_bytes())
    return digest.hexdigest()
