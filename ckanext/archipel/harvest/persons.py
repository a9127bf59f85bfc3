"""Tells persons from services by what catalogues write of their contacts. Free of CKAN."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

from ckanext.archipel import territory
from ckanext.archipel.vocabulary import fold

# Prénom.nom@…: services write their mailboxes with a hyphen, or with one of the words below.
PERSON_MAILBOX = re.compile(r"[a-z]+(?:-[a-z]+)?\.(?:[a-z]{1,3}\.)?[a-z]+(?:-[a-z]+)*")
PIECE = re.compile(r"[._-]")
WORD_OF_NAME = re.compile(r"[A-ZÀ-Ý][\w’'-]*\.?", re.UNICODE)
INVERTED_NAME = re.compile(r"[A-ZÀ-Ý][\w’' -]+, [A-ZÀ-Ý][\w’' .-]*")
CIVILITIES = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "dr", "pr", "docteur"})
# What stands between a person and the service, in «Jean Dupont (SIG)» or «Jean Dupont - DDT 63».
ASIDE = re.compile(r"\s*[(\[/|;:,–—]|\s-\s")
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
    mailbox = fold_mailbox(email)
    named = bool(PERSON_MAILBOX.fullmatch(mailbox)) or not first_names().isdisjoint(PIECE.split(mailbox))
    return named and not is_functional_mailbox(email)


def is_functional_mailbox(email: str) -> bool:
    """Tell whether an e-mail address has a word that services bear."""
    return not SERVICES.isdisjoint(PIECE.split(fold_mailbox(email)))


def fold_mailbox(email: str) -> str:
    """Return what stands before the @, without accents nor the number that tells namesakes apart."""
    mailbox = email.strip().lower().removeprefix("mailto:").partition("@")[0]
    return "".join(fold(letter) or letter for letter in mailbox).rstrip("0123456789")


def is_person(name: str) -> bool:
    """Tell whether a name is likely somebody's.

    It begins with a first name or a civility, or is two or three capitalised words, none of them a service's.
    """
    if INVERTED_NAME.fullmatch(name.strip()):
        return True
    before = ASIDE.split(name.strip(), maxsplit=1)[0]
    folded = fold(before).split()
    if len(folded) > 1 and folded[0] in CIVILITIES:
        return True
    if len(folded) > 1 and folded[0] in first_names() and not names_a_service(before):
        return True
    words = name.split()
    capitalised = all(WORD_OF_NAME.fullmatch(word) for word in words)
    return 2 <= len(words) <= 3 and capitalised and not names_a_service(name)


def names_a_service(name: str) -> bool:
    """Tell whether a name has a word that services and institutions bear, or that of a region or département."""
    folded = fold(name)
    return bool(INSTITUTION_WORDS & set(folded.split())) or _names_a_territory(name.split(), f" {folded} ")


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """Return the first names in use in France, without accents."""
    content = yaml.safe_load((Path(__file__).parent / "first_names.yaml").read_text(encoding="utf-8"))
    return frozenset(content["first_names"].split())


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
