"""The licences CKAN itself knows, written from our code list in the format of `licenses_group_url`."""

import json
from typing import Any

from ckanext.archipel.paths import data_root
from ckanext.archipel.vocabulary import Term, vocabulary

CLOSED = frozenset({"cc-nc", "other-nc", "other-closed", "notspecified"})


def register() -> list[dict[str, Any]]:
    """List the licences as CKAN reads them; the offered ones come first."""
    return [_entry(term) for term in vocabulary("licence").terms]


def register_address() -> str:
    """Return what `licenses_group_url` is set to when the site has not set it."""
    return f"file://{data_root() / 'schemas' / 'licences.json'}"


def register_text() -> str:
    """Return the content of the file that ships with the package."""
    return json.dumps(register(), ensure_ascii=False, indent=1) + "\n"


def _entry(term: Term) -> dict[str, Any]:
    is_open = term.id not in CLOSED
    return {
        "id": term.id,
        "title": term.fr,
        "url": term.uri,
        "status": "active",
        "od_conformance": "approved" if is_open else "not reviewed",
        "osd_conformance": "not reviewed",
        "domain_content": is_open,
        "domain_data": is_open,
        "domain_software": False,
        "family": "",
        "maintainer": "",
        "is_generic": term.id.startswith("other-") or term.id == "notspecified",
    }
