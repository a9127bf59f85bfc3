"""What data.gouv.fr keeps, changes or loses of a dataset, in plain words, one rule after another. Free of CKAN."""

from collections.abc import Collection, Iterator
from datetime import datetime, timezone

from ckanext.archipel.datagouv import kept as keeping
from ckanext.archipel.datagouv.file_rules import FILE_RULES
from ckanext.archipel.datagouv.finding import Dataset, Finding, Rule, Way
from ckanext.archipel.datagouv.licences import UNSPECIFIED
from ckanext.archipel.datagouv.licences import slug as keyword
from ckanext.archipel.datagouv.place_rules import places
from ckanext.archipel.dataset.repeating import as_dicts, is_filled
from ckanext.archipel.rdf.fields import field
from ckanext.archipel.rdf.licences import of_dataset
from ckanext.archipel.rdf.people import contacts
from ckanext.archipel.rdf.prepare import prepared
from ckanext.archipel.rdf.themes import data_schemas
from ckanext.archipel.rdf.values import as_list, iso_date
from ckanext.archipel.vocabulary import vocabulary

# What data.gouv.fr has no room for, as our form names it.
NOT_STORED = {
    "version": "version",
    "version_notes": "notes de version",
    "has_version": "autres versions",
    "in_series": "série",
    "is_referenced_by": "citations",
    "temporal_resolution": "résolution temporelle",
    "topic_category": "catégorie ISO",
    "dcat_type": "type de jeu",
    "documentation": "pages de documentation",
    "reference_system": "systèmes de coordonnées",
    "applicable_legislation": "textes applicables",
}
CLOSED = frozenset({"RESTRICTED", "NON_PUBLIC", "CONFIDENTIAL", "SENSITIVE"})
FRENCH = "http://publications.europa.eu/resource/authority/language/FRA"


def check(dataset: Dataset, hosts: Collection[str] = (), now: datetime | None = None) -> list[Finding]:
    """Return what data.gouv.fr would change or lose of a dataset; `hosts` are the portal's own."""
    exported = prepared(dataset, hosts)
    way = Way(dataset, exported, keeping.kept_of_exported(exported, now or datetime.now(timezone.utc)))
    return [finding for rule in RULES for finding in rule(way)]


def _licence(way: Way) -> Iterator[Finding]:
    stated = of_dataset(way.dataset)
    term = vocabulary("licence").get(str(way.dataset.get("license_id") or ""))
    if way.kept.access == keeping.RESTRICTED:
        yield Finding(
            "licence",
            "perdu",
            "L'accès est restreint pour un motif INSPIRE : le motif est gardé, mais aucune licence n'est affichée.",
        )
    elif way.kept.licence == UNSPECIFIED:
        named = stated.text or (term.fr if term and stated.dataset else stated.dataset)
        told = f" (« {named} » n'est pas dans sa liste)" if named else ""
        yield Finding(
            "licence", "perdu", f"La licence sera « non spécifiée »{told}. Choisissez Licence Ouverte ou ODbL."
        )
    elif term and term.uri and way.kept.licence and way.kept.licence != term.id:
        known = vocabulary("licence").get(way.kept.licence)
        name = known.fr if known else way.kept.licence
        yield Finding("licence", "changé", f"La licence « {term.fr} » y devient « {name} ».")


def _frequency(way: Way) -> Iterator[Finding]:
    written = field(way.dataset, "frequency")
    if written and way.kept.frequency is None:
        yield Finding(
            "frequence", "perdu", f"La fréquence « {written} » n'est pas reconnue. Choisissez-la dans la liste."
        )
    elif not keeping.has_frequency(way.exported):
        yield Finding(
            "frequence", "à compléter", "Indiquez la fréquence de mise à jour : un point de qualité en dépend."
        )


def _period(way: Way) -> Iterator[Finding]:
    legacy = {"start": field(way.dataset, "temporal_start"), "end": field(way.dataset, "temporal_end")}
    periods = as_dicts(field(way.dataset, "temporal_coverage")) or as_dicts(legacy)
    if not periods:
        yield Finding("periode", "à compléter", "Indiquez la période couverte : un point de qualité en dépend.")
    if len(periods) > 1:
        yield Finding(
            "periodes",
            "changé",
            f"Les {len(periods)} périodes deviennent une seule, de la plus ancienne à la plus récente.",
        )
    written = [str(period[key]) for period in periods for key in ("start", "end") if period.get(key)]
    for date in written:
        if iso_date(date) is None:
            yield Finding("date", "perdu", f"La date « {date} » est illisible. Écrivez-la AAAA-MM-JJ.")
    start, end = way.kept.period or (None, None)
    if len(periods) == 1 and periods[0].get("start") and start != _day(periods[0]["start"]) and start and end:
        yield Finding(
            "bornes", "changé", f"La période finit avant de commencer : elle est remise à l'endroit ({start})."
        )


def _day(written: object) -> str:
    return (iso_date(written) or "")[:10]


def _dates(way: Way) -> Iterator[Finding]:
    for key, name in (("issued", "publication"), ("modified", "mise à jour")):
        written = field(way.dataset, key)
        if written and iso_date(written) is None:
            yield Finding("date", "perdu", f"La date de {name} « {written} » est illisible. Écrivez-la AAAA-MM-JJ.")
    if way.exported.get("modified") and way.kept.modified is None:
        yield Finding(
            "futur", "perdu", f"La date de mise à jour ({way.exported['modified']}) est à venir : elle est ignorée."
        )


def _words(way: Way) -> Iterator[Finding]:
    description = way.kept.description
    if description is None:
        yield Finding(
            "html",
            "changé",
            "La description contient une balise HTML : listes et paragraphes seront défaits. Gardez du Markdown seul.",
        )
    elif len(description) <= 100:
        yield Finding(
            "description", "à compléter", "La description doit dépasser 100 caractères pour compter dans la qualité."
        )
    words = [str(tag["name"]) for tag in way.dataset.get("tags") or []]
    short = [word for word in words if len(keyword(word)) < keeping.SHORTEST_KEYWORD]
    if short:
        yield Finding(
            "mots-cles", "perdu", f"Les mots-clés de moins de trois lettres sont retirés : {', '.join(short)}."
        )
    if any(len(keyword(word)) > keeping.LONGEST_KEYWORD for word in words):
        yield Finding("mots-cles-longs", "changé", "Les mots-clés sont coupés à 96 caractères.")
    lost = [str(theme) for theme in as_list(way.exported.get("theme")) if not _is_kept(str(theme))]
    if lost:
        yield Finding("themes", "perdu", f"Ces thèmes ne sont pas de nos listes, ils sont ignorés : {', '.join(lost)}.")


def _is_kept(theme: str) -> bool:
    return theme in keeping.HIGH_VALUE or theme.startswith(keeping.INSPIRE_THEME) or bool(keeping.theme_labels(theme))


def _contacts(way: Way) -> Iterator[Finding]:
    written = as_dicts(field(way.dataset, "contact"))
    reached = [person for person in way.kept.people if person[0] == "contact"]
    if not written and not reached:
        yield Finding("contact", "à compléter", "Indiquez un contact avec une adresse électronique ou une page.")
    for person in written:
        if next(keeping.people({"contact": contacts([person])}), None) is None:
            yield Finding(
                "contact",
                "perdu",
                f"Le contact « {person.get('name') or person.get('email') or person.get('url')} » n'a ni adresse "
                "électronique ni page qui soit lisible, ou son nom dépasse 255 caractères : il est retiré.",
            )
    if as_dicts(field(way.dataset, "publisher")) and not any(role == "publisher" for role, *_ in way.kept.people):
        yield Finding("producteur", "perdu", "Le producteur n'a pas de nom, ou un nom trop long : il est retiré.")


def _schema(way: Way) -> Iterator[Finding]:
    written = as_list(field(way.dataset, "conforms_to"))
    if len(data_schemas(written)) < len(written):
        yield Finding(
            "conformite",
            "perdu",
            "Les normes et systèmes de coordonnées ne sont pas transmis : il les prendrait pour un schéma de table.",
        )
    if len(way.kept.schemas) > 1:
        yield Finding("schemas", "changé", f"Un seul des {len(way.kept.schemas)} schémas de table est gardé.")


def _access(way: Way) -> Iterator[Finding]:
    right = str(way.exported.get("access_rights") or "")
    if right.rpartition("/")[2] in CLOSED and way.kept.access == keeping.OPEN:
        yield Finding(
            "acces",
            "changé",
            "Les données y paraissent ouvertes à tous : seul un motif de restriction INSPIRE dirait qu'elles ne le "
            "sont pas.",
        )


def _extras(way: Way) -> Iterator[Finding]:
    kept = {"généalogie": way.kept.provenance, "résolution en mètres": way.kept.resolution}
    if told := [name for name, value in kept.items() if value]:
        yield Finding("a-part", "changé", f"Gardé à part, parmi les données supplémentaires : {', '.join(told)}.")


def _no_room(way: Way) -> Iterator[Finding]:
    filled = [label for key, label in NOT_STORED.items() if is_filled(field(way.dataset, key))]
    publishers = as_dicts(field(way.dataset, "publisher"))
    filled += (
        ["adresse et identifiant du producteur"]
        if any(is_filled(publisher.get(key)) for publisher in publishers for key in ("url", "identifier"))
        else []
    )
    filled += ["langue"] if set(as_list(way.exported.get("language"))) - {FRENCH} else []
    if filled:
        yield Finding("sans-place", "perdu", f"data.gouv.fr n'a pas de place pour : {', '.join(filled)}.")


RULES: tuple[Rule, ...] = (
    _licence,
    _frequency,
    _period,
    _dates,
    places,
    _words,
    _contacts,
    _schema,
    _access,
    _extras,
    *FILE_RULES,
    _no_room,
)
