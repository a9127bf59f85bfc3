"""Tells persons from services in what catalogues write of their contacts. Free of CKAN."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from ckanext.archipel import territory
from ckanext.archipel.harvest.values import line
from ckanext.archipel.vocabulary import fold

# Under this key, a kind of catalogue lists the names that it read where only an organisation can be named: who holds
# the dataset, `organisationName` of ISO, an agent that RDF types as an organisation. They are never doubted.
INSTITUTIONS = "institutions"

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
# Of names alone: in a mailbox, one of these may well be a family name.
INSTITUTION_WORDS = SERVICES | frozenset(
    """
    academie ademe adresse aeroport agglomeration anct archives ars atmo autorite banque base bibliotheque brgm
    caisse caue cci cerema chu college comite communautes communes compagnie conservatoire crous ddets ddfip ddpp
    dgfip dinum drac drajes dreets ecole enedis etablissement federation fondation gendarmerie groupement hopital
    hopitaux ign inrae insee inserm inspection intercommunal intercommunale intercommunalite ligue lycee mediatheque
    meteo metropolitain metropolitaine ministere mnhn musee mutualite national nationale nationales nationaux
    numerique ofb patrimoine pays petr poste recherche rectorat rte sante scot sdis securite sgar shom sncf societe
    solidarites tourisme transport transports tribunal universite voies
    """.split()  # noqa: SIM905 as above
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
    """Tell whether a name has a word that services and institutions bear, or that of a region or département."""
    folded = fold(name)
    return bool(INSTITUTION_WORDS & set(folded.split())) or _names_a_territory(name.split(), f" {folded} ")


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
    """Return a contact without the name and mailbox of a person; `institutions` are names known to be no person's."""
    kept = dict(contact)
    personal = is_personal_mailbox(str(kept.get("email") or ""))
    if personal:
        del kept["email"]
    name = str(kept.get("name") or "")
    if name not in institutions and (is_person(name) or (personal and not names_a_service(name))):
        kept.pop("name", None)
    return kept


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split())


def _names_a_territory(words: list[str], folded: str) -> bool:
    """Tell whether a name has that of a territory; persons too are called Savoie, last or in capitals."""
    first = words[0] if words and not words[0].isupper() else ""
    simple, compound = _territory_names()
    return fold(first) in simple or any(f" {place} " in folded for place in compound)


@lru_cache(maxsize=1)
def _territory_names() -> tuple[frozenset[str], frozenset[str]]:
    places = [place for place in territory.territories() if place.kind in {"region", "departement"}]
    names = frozenset(fold(place.name) for place in places)
    simple = frozenset(name for name in names if " " not in name)
    return simple, names - simple
