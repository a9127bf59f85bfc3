"""Compares the schema a Solr core runs with the one the portal needs."""

from typing import Any

import requests

from ckanext.archipel.portal.solr_schema import parse

TIMEOUT = 10
FIELD_KINDS = {"fields": ("field", "champ"), "dynamicFields": ("dynamicField", "champ dynamique")}


class SolrUnreachableError(RuntimeError):
    """The core did not give its schema."""


def running_schema(url: str, credentials: tuple[str, str] | None) -> dict[str, Any]:
    """Ask the core for its schema through Solr's schema API."""
    address = f"{url.rstrip('/')}/schema"
    try:
        answer = requests.get(address, params={"wt": "json"}, auth=credentials, timeout=TIMEOUT)
        answer.raise_for_status()
        schema = answer.json()["schema"]
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise SolrUnreachableError(f"{address} ne donne pas son schéma : {error}") from error
    if not isinstance(schema, dict):
        raise SolrUnreachableError(f"{address} ne donne pas son schéma.")
    return schema


def differences(expected: bytes, running: dict[str, Any]) -> list[str]:
    """Say in French what the running schema lacks of the expected one; more than expected is no difference."""
    root = parse(expected)
    found = []
    if running.get("name") != root.get("name"):
        found.append(f"nom « {running.get('name')} » au lieu de « {root.get('name')} »")
    present_types = {kind.get("name") for kind in running.get("fieldTypes", [])}
    types = [kind.get("name") for kind in root.iter("fieldType")]
    found += [f"type « {name} » absent" for name in types if name not in present_types]
    for key, (tag, word) in FIELD_KINDS.items():
        present = {field.get("name"): field.get("type") for field in running.get(key, [])}
        for field in root.iter(tag):
            name, kind = field.get("name"), field.get("type")
            if name not in present:
                found.append(f"{word} « {name} » absent")
            elif present[name] != kind:
                found.append(f"{word} « {name} » de type « {present[name]} » au lieu de « {kind} »")
    copies = {(copy.get("source"), copy.get("dest")) for copy in running.get("copyFields", [])}
    for copy in root.iter("copyField"):
        if (copy.get("source"), copy.get("dest")) not in copies:
            found.append(f"copie de « {copy.get('source')} » vers « {copy.get('dest')} » absente")
    return found
