"""Reads a catalogue as a run does, and tells what would come of it; nothing is written."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckan import model
from ckanext.harvest.model import HarvestSource

from ckanext.archipel.dataset.helpers import territory_name
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds.kind import RemoteRecord
from ckanext.archipel.harvest.ledger import sharing
from ckanext.archipel.harvest.runs.plan import make_plan
from ckanext.archipel.harvest.runs.reading import HostTakenError, Reader
from ckanext.archipel.harvest.runs.source import Source
from ckanext.archipel.harvest.writing.target import Target

STEP = 25
# No run has this id: every record is met for the first time.
RUN_ID = "trial"
BUSY = "Un moissonnage lit ce serveur en ce moment : recommencez dans une minute."
INTERRUPTED = "Essai interrompu après {seconds:g} s : ce qui suit porte sur les notices lues jusque-là."
TOO_SLOW = "Essai interrompu après {seconds:g} s : le catalogue est trop lent, aucune notice n'était arrivée."


@dataclass(frozen=True)
class Extent:
    """How far a trial goes: its time, the records it reads, those it shows."""

    seconds: float = 60.0
    most: int = 200
    examples: int = 20


DEFAULT = Extent()


@dataclass
class Outcome:
    """What was read so far, and what would come of it."""

    read: int = 0
    total: int | None = None
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    ours: int = 0
    whole: bool = False
    problem: str = ""
    examples: list[dict[str, Any]] = field(default_factory=list)
    losses: Counter[str] = field(default_factory=Counter)
    # Whom the catalogue names as publishers: what may be told apart in the form.
    publishers: Counter[str] = field(default_factory=Counter)
    duplicates: list[dict[str, str]] = field(default_factory=list)
    elsewhere: int = 0
    refused: int = 0
    refusals: list[str] = field(default_factory=list)
    # What the catalogue shows beside datasets, by reason.
    left_out: Counter[str] = field(default_factory=Counter)

    def to_dict(self) -> dict[str, Any]:
        """Return what is kept as JSON; `asdict` would make keys of the pairs of a counter."""
        counters = {name: dict(value) for name, value in vars(self).items() if isinstance(value, Counter)}
        return {**vars(self), **counters}

    def interrupt(self, seconds: float) -> None:
        """Say that the time was over before the end; what was read stays."""
        self.problem = (INTERRUPTED if self.read else TOO_SLOW).format(seconds=seconds)


def attempt(source: Source, tell: Callable[[Outcome], None], extent: Extent = DEFAULT) -> Outcome:
    """Read what the time allows, and tell as one goes."""
    outcome, limit = Outcome(), time.monotonic() + extent.seconds
    step = min(STEP, extent.most)
    try:
        for page in source.pages(Reader(source.salt, limit)):
            outcome.total = page.total if page.total is not None else outcome.total
            outcome.left_out.update(page.left_out)
            for start in range(0, len(page.records), step):
                _look(source, outcome, page.records[start : start + step], extent.examples)
                tell(outcome)
                last = page.cursor is None and start + step >= len(page.records)
                if not last and outcome.read >= extent.most:
                    return outcome
                if not last and time.monotonic() > limit:
                    outcome.interrupt(extent.seconds)
                    return outcome
        outcome.whole = True
    except PageError as error:
        outcome.problem = str(error)
        # Whatever failed then did for want of time.
        if time.monotonic() > limit:
            outcome.interrupt(extent.seconds)
    except HostTakenError:
        outcome.problem = BUSY
    return outcome


def _look(source: Source, outcome: Outcome, found: Sequence[RemoteRecord], shown: int) -> None:
    plan = make_plan(RUN_ID, source, found)
    written = plan.writes + plan.restores
    outcome.read += len(found)
    outcome.new += sum(target.dataset_id is None for target in written)
    outcome.changed += sum(target.dataset_id is not None for target in written)
    outcome.elsewhere += len(plan.elsewhere)
    outcome.refused += len(plan.refusals)
    outcome.ours += plan.ours
    refused = {refusal.name for refusal in plan.refusals}
    known = set(plan.seen) - {target.identifier for target in written} - plan.elsewhere.keys() - refused
    outcome.unchanged += max(0, len(known) - plan.ours)
    outcome.losses.update(warning for target in written for warning in dict.fromkeys(target.warnings))
    outcome.publishers.update(
        entry["name"] for target in written for entry in target.dataset.get("publisher", []) if entry.get("name")
    )
    outcome.refusals += [refusal.message for refusal in plan.refusals][: shown - len(outcome.refusals)]
    outcome.examples += [_example(target) for target in written[: shown - len(outcome.examples)]]
    outcome.duplicates += _duplicates(list(plan.elsewhere.values())[: shown - len(outcome.duplicates)])


def _example(target: Target) -> dict[str, Any]:
    dataset = target.dataset
    files = dataset.get("resources", [])
    licence = model.Package.get_license_register().get(dataset.get("license_id"))
    return {
        "title": dataset.get("title", ""),
        "uri": target.link,
        "known": target.dataset_id is not None,
        "notes": str(dataset.get("notes", ""))[:200],
        "licence": licence.title if licence else dataset.get("license_id", ""),
        "territory": [territory_name(zone) for zone in dataset.get("territory", [])],
        "tags": [tag["name"] for tag in dataset.get("tags", [])][:10],
        "formats": sorted({str(file["format"]) for file in files if file.get("format")}),
        "files": len(files),
        "warnings": list(dict.fromkeys(target.warnings)),
    }


def _duplicates(targets: Sequence[Target]) -> list[dict[str, str]]:
    owners = sharing.owners([str(target.dataset_id) for target in targets])
    found = []
    for target in targets:
        owner = owners.get(str(target.dataset_id))
        package, source = model.Package.get(target.dataset_id), HarvestSource.get(owner.source_id) if owner else None
        found.append(
            {
                "title": str(target.dataset.get("title", "")),
                "name": package.name if package else "",
                "source": (source.title or source.url) if source else "",
            }
        )
    return found
