"""Decides, for the records of a page, which are to be written, which are as they were, which are another's.

Nothing is written here.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import ckan.plugins.toolkit as tk

from ckanext.archipel.harvest.identity import is_ours, strong_names
from ckanext.archipel.harvest.kinds.kind import RemoteRecord
from ckanext.archipel.harvest.ledger import records, sharing
from ckanext.archipel.harvest.ledger.records import Known
from ckanext.archipel.harvest.rdf_page import PARSE_ERRORS
from ckanext.archipel.harvest.runs.equals import equals_of, is_preferred
from ckanext.archipel.harvest.runs.source import Source
from ckanext.archipel.harvest.writing.target import Target

log = logging.getLogger(__name__)

READING, VALUES, DOUBLE = "Lecture", "Valeurs refusées", "Doublon"
# Whether the source that is harvested comes before another one.
First = Callable[[str], bool]
REMEDY = "Signalez-le au producteur du catalogue ; les autres notices ne sont pas concernées."


@dataclass(frozen=True)
class Refusal:
    """A record that cannot be harvested; `name` is what the log calls it."""

    name: str
    cause: str
    message: str
    link: str = ""


@dataclass
class Plan:
    """What is to be done with some records of a page."""

    writes: list[Target] = field(default_factory=list)
    restores: list[Target] = field(default_factory=list)
    # Written by an earlier try of the same run: counted as what they were, and indexed again to be sure.
    replayed: list[Known] = field(default_factory=list)
    # Known by another source that has the right to write them: the dataset each is.
    elsewhere: dict[str, Target] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    # All that this catalogue shows, whatever becomes of it: nothing of it has left.
    seen: list[str] = field(default_factory=list)
    read: int = 0
    ours: int = 0
    nameless: int = 0


def make_plan(run_id: str, source: Source, found: Sequence[RemoteRecord]) -> Plan:
    """Decide what to do with records just read."""
    plan = Plan()
    known = records.known(source.id, [name for record in found for name in (record.identifier, record.uri) if name])
    wanted = _once(run_id, plan, [_as_known(record, known) for record in found], known)
    targets = [target for record in wanted if (target := _target(run_id, source, plan, record)) is not None]
    equals = equals_of(source.id, [target for target in targets if _is_new(known.get(target.identifier))])
    owners = sharing.owners([str(each.dataset_id) for each in known.values() if not each.owner])

    @cache
    def comes_first(owner_id: str) -> bool:
        # Asked of each record that another source has: the portal is asked once per source.
        return owner_id != source.id and is_preferred(source.id, owner_id)

    for target in targets:
        before = known.get(target.identifier)
        if before is not None and before.state is not None:
            _decide(plan, comes_first, target, before, owners)
        elif equal := equals.get(target.identifier):
            _share(plan, comes_first, target, equal, sharing.owners([str(equal.dataset_id)]))
        else:
            plan.writes.append(target)
    return plan


def _as_known(record: RemoteRecord, known: Mapping[str, Known]) -> RemoteRecord:
    """Call a record as this source knows it already: stock ckanext-dcat knows it by its address."""
    if record.uri not in known or record.identifier in known:
        return record
    return replace(record, identifier=record.uri, alternates=record.alternates | {record.identifier})


def _once(run_id: str, plan: Plan, found: Sequence[RemoteRecord], known: Mapping[str, Known]) -> list[RemoteRecord]:
    """Keep the records that this run did not deal with yet, each once."""
    kept: dict[str, RemoteRecord] = {}
    for record in found:
        if not record.identifier:
            plan.nameless += 1
            message = "Une notice sans identifiant, ni adresse, ni titre a été laissée de côté, et rien n'est retiré."
            plan.refusals.append(Refusal("", READING, message))
            continue
        before, other = known.get(record.identifier), kept.get(record.identifier)
        first_uri = other.uri if other else before.uri if before and before.seen_run == run_id else None
        if first_uri is None:
            kept[record.identifier] = record
        elif first_uri and record.uri and first_uri != record.uri:
            message = (
                f"Notice « {record.uri} » : son identifiant « {record.identifier} » est déjà celui de {first_uri}. "
            )
            plan.refusals.append(Refusal(record.uri, DOUBLE, message + REMEDY, record.link))
    return list(kept.values())


def _target(run_id: str, source: Source, plan: Plan, record: RemoteRecord) -> Target | None:
    """Map a record; note what cannot be, and what is ours."""
    plan.read += 1
    plan.seen.append(record.identifier)
    texts = {record.identifier, record.uri, *record.alternates}
    if is_ours(texts, own_addresses()):
        plan.ours += 1
        return None
    if record.problem:
        plan.refusals.append(_refusal(record, READING, record.problem))
        return None
    try:
        mapped = source.kind.map(record, source.settings)
        dataset = source.finished(mapped)
        fingerprint = source.fingerprint(dataset)
    except PARSE_ERRORS as error:
        log.info("Mapping of %s", record.identifier, exc_info=True)
        message = f"Ses valeurs n'ont pas pu être lues ({type(error).__name__} : {error})."
        plan.refusals.append(_refusal(record, READING, message))
        return None
    names = strong_names(texts)
    return Target(
        run_id,
        source.id,
        record.identifier,
        dataset,
        fingerprint,
        record.uri,
        names,
        mapped.warnings,
        link=record.link,
    )


def _refusal(record: RemoteRecord, cause: str, problem: str) -> Refusal:
    where = f" ({record.link})" if record.link and record.link != record.identifier else ""
    text = problem if problem.endswith((".", "!", "?")) else f"{problem}."
    return Refusal(record.identifier, cause, f"Notice « {record.identifier} »{where} : {text} {REMEDY}", record.link)


def _is_new(known: Known | None) -> bool:
    return known is None or known.state is None


def _decide(plan: Plan, comes_first: First, target: Target, known: Known, owners: Mapping[str, Known]) -> None:
    """Decide what to do with a record met before, whose dataset still is here."""
    if known.deleted_by_hand:
        return
    if not known.owner:
        _share(plan, comes_first, target, known, owners)
    elif known.fingerprint == target.fingerprint and known.archived is None:
        if known.written_run == target.run_id:
            plan.replayed.append(known)
    elif known.fingerprint == target.fingerprint and known.state == "active":
        plan.restores.append(_onto(target, known))
    else:
        plan.writes.append(_onto(target, known))


def _share(plan: Plan, comes_first: First, target: Target, known: Known, owners: Mapping[str, Known]) -> None:
    """Leave the dataset to the source that gives it, unless that one lost it or comes after this one."""
    owner = owners.get(str(known.dataset_id))
    if owner is None or comes_first(owner.source_id):
        plan.writes.append(_onto(target, known))
    else:
        plan.elsewhere[target.identifier] = _onto(target, known)


def _onto(target: Target, known: Known) -> Target:
    return replace(target, dataset_id=known.dataset_id)


def own_addresses() -> list[str]:
    """Return the addresses under which this portal's own datasets are known."""
    return [str(tk.config.get(name) or "") for name in ("ckan.site_url", "ckanext.dcat.base_uri")]
