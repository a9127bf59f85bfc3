"""Tells persons from services in what catalogues write of their contacts. Free of CKAN."""

import re
from collections.abc import Mapping
from typing import Any

from ckanext.archipel.vocabulary import fold

# Prénom.nom@…: services write their mailboxes with a hyphen, or with one of the words below.
PERSON_MAILBOX = re.compile(r"[a-z]+(?:-[a-z]+)?\.(?:[a-z]{1,3}\.)?[a-z]+(?:-[a-z]+)*")
WORD_OF_NAME = re.compile(r"[A-ZÀ-Ý][\w’'-]*\.?", re.UNICODE)
INVERTED_NAME = re.compile(r"[A-ZÀ-Ý][\w’' -]+, [A-ZÀ-Ý][\w’' .-]*")
SERVICES = frozenset(
    """
    accueil adm admin administrateur administration agence agglo association bureau cabinet carto cartographie
    catalogue cellule centre chambre collectivite communaute commune communication conseil contact contacts craig
    data datara ddt ddtm departement departemental direction donnee donnees draaf dreal dsi dsit environnement
    equipe etat geo geomatique gis grand info information infos institut lab laboratoire mairie metropole mission
    observatoire office open openadmin opendata parc plateforme pole portail pref prefecture public qualite regie
    region regional reseau responsable secretariat service services sig signalement sit statistique statistiques
    support syndicat systeme territoire territoires unite urbanisme usagers ville web webmaster
    """.split()  # noqa: SIM905 a hundred quoted words would be a hundred lines
)


def is_personal_mailbox(email: str) -> bool:
    """Tell whether an e-mail address is likely somebody's own rather than a service's."""
    mailbox = email.strip().lower().partition("@")[0]
    return bool(PERSON_MAILBOX.fullmatch(mailbox)) and not SERVICES & set(re.split(r"[.-]", mailbox))


def is_person(name: str) -> bool:
    """Tell whether a name is likely somebody's: two or three capitalised words, none of them a service's."""
    if INVERTED_NAME.fullmatch(name.strip()):
        return True
    words = name.split()
    capitalised = all(WORD_OF_NAME.fullmatch(word) for word in words)
    return 2 <= len(words) <= 3 and capitalised and not names_a_service(name)


def names_a_service(name: str) -> bool:
    """Tell whether a word of a name is one that services bear."""
    return bool(SERVICES & set(fold(name).split()))


def without_persons(contact: Mapping[str, Any], institutions: frozenset[str]) -> dict[str, Any]:
    """Return a contact without the name and mailbox of a person; `institutions` are names known to be no person's."""
    kept = dict(contact)
    personal = is_personal_mailbox(str(kept.get("email") or ""))
    if personal:
        del kept["email"]
    name = str(kept.get("name") or "")
    if name not in institutions and (is_person(name) or (personal and not names_a_service(name))):
        kept.pop("name", None)
    return kept
