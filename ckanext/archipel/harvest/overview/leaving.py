"""What a run that awaits a decision would archive."""

from dataclasses import dataclass

from ckan import model

from ckanext.archipel.harvest.ledger import records


@dataclass(frozen=True)
class Leaving:
    """A dataset whose record left the catalogue."""

    name: str
    title: str
    identifier: str


def titles(source_id: str, run_id: str, most: int = 500) -> list[Leaving]:
    """List, by title, the datasets that a run did not see."""
    gone = {each.dataset_id: each for each in records.gone(source_id, run_id) if each.owner and each.state == "active"}
    package = model.Package
    query = model.Session.query(package.id, package.name, package.title).filter(package.id.in_(gone))
    return [
        Leaving(row.name, row.title or row.name, gone[row.id].identifier)
        for row in query.order_by(package.title).limit(most)
    ]
