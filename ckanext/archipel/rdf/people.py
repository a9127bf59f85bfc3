"""Publishers and contacts that say who they are and how to reach them."""

from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.rdf.fields import Dataset, field
from ckanext.archipel.rdf.values import email, web_url

LEGACY_CONTACT = ("uri", "name", "email")


def publishers(value: object) -> list[dict[str, Any]]:
    """Return the one publisher DCAT-AP allows, provided it has a name."""
    named = [_reachable(entry) for entry in as_dicts(value) if _text(entry.get("name"))]
    return named[:1]


def contacts(value: object) -> list[dict[str, Any]]:
    """Return the contacts one can name or reach."""
    entries = [_reachable(entry) for entry in as_dicts(value)]
    return [entry for entry in entries if any(entry.get(key) for key in ("name", "email", "url"))]


def has_contact(dataset: Dataset) -> bool:
    """Tell whether a prepared dataset says whom to ask, in our field or where ckanext-dcat looks for it."""
    legacy = [f"contact_{part}" for part in LEGACY_CONTACT]
    legacy += [role + part for role in ("maintainer", "author") for part in ("", "_email")]
    return any(field(dataset, key) for key in ("contact", *legacy))


def contact_of(organization: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the contact that an organization is for its datasets that name none, provided it can be reached."""
    entry = {"name": organization.get("title"), "email": organization.get("email"), "url": organization.get("url")}
    return [found for found in contacts([entry]) if found.get("email") or found.get("url")]


def harvested(entries: Iterable[dict[str, Any]], keys: Iterable[str]) -> list[dict[str, Any]]:
    """Return the people a catalogue names, each once, with the fields a dataset keeps."""
    kept: list[dict[str, Any]] = []
    for entry in entries:
        person = {key: value for key, value in _reachable(entry).items() if key in keys and value}
        if person and person not in kept:
            kept.append(person)
    return kept


def _reachable(entry: dict[str, Any]) -> dict[str, Any]:
    person = {key: value for key, value in entry.items() if value}
    person["name"] = _text(entry.get("name"))
    person["email"] = email(entry.get("email"))
    person["url"] = web_url(entry.get("url"))
    if "uri" in person and web_url(person["uri"]) is None:
        del person["uri"]
    return {key: value for key, value in person.items() if value}


def _text(value: object) -> str:
    return " ".join(str(value or "").split())
