"""Leaves persons out of what catalogues write of their publishers and contacts. Free of CKAN."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.archipel.harvest.persons import (
    is_functional_mailbox,
    is_person,
    is_personal_mailbox,
    names_a_service,
)
from ckanext.archipel.harvest.values import line
from ckanext.archipel.vocabulary import fold

# Under this key, a kind of catalogue lists the names that it read where only an organisation can be named: who holds
# the dataset, `organisationName` of ISO, an agent that RDF types as an organisation. They are never doubted.
INSTITUTIONS = "institutions"
TELEPHONE = re.compile(
    r"\(?(?:t[ée]l(?:[ée]phone)?\b[ .:]*)?(?:\(?\+?33\)?[ .-]?(?:\(0\))?|\b0)[ .-]?[1-9](?:[ .\-/]?\d{2}){4}\b\)?",
    re.IGNORECASE,
)


def institutions(vouched: Iterable[object], dataset: Mapping[str, Any]) -> frozenset[str]:
    """Return the names in a dataset known to be no person's: those a kind vouches for, publishers that look like none.

    Nobody vouches for what stands before the @ of a person's mailbox: some write themselves down as an organisation.
    """
    publishers, contacts = dataset.get("publisher", []), dataset.get("contact", [])
    mailboxes = [str(entry.get("email") or "") for entry in (*publishers, *contacts)]
    persons = {_words(email.partition("@")[0]) for email in mailboxes if is_personal_mailbox(email)}
    sure = {name for each in vouched if (name := line(str(each))) and _words(name) not in persons}
    looking = {name for entry in publishers if (name := str(entry.get("name") or "")) and not is_person(name)}
    return frozenset(sure | looking)


def without_persons(contact: Mapping[str, Any], institutions: frozenset[str]) -> dict[str, Any]:
    """Return a contact without the name, telephone and mailbox of a person; `institutions` name no person."""
    kept = dict(contact)
    name, email = str(kept.get("name") or ""), str(kept.get("email") or "")
    person = name not in institutions and is_person(name)
    # A person's mailbox that looks like none, «jdupont@», is known by who it is with.
    personal = is_personal_mailbox(email) or (person and not is_functional_mailbox(email))
    if email and personal:
        del kept["email"]
    if person or (name not in institutions and email and personal and not names_a_service(name)):
        kept.pop("name", None)
    elif name:
        kept["name"] = without_telephones(name)
    return kept


def without_telephones(text: str) -> str:
    """Take the French telephone numbers out of a name."""
    return TELEPHONE.sub("", text).strip(" -,;:/(") if TELEPHONE.search(text) else text


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two names have the same words, in any order: some write themselves down as their organisation."""
    return _words(one) == _words(other)


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split())
