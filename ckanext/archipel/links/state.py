"""What is known of links, as the quality of a dataset and the pages of files read it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from ckan import model

from ckanext.archipel.links.model import link

# One failure may be a passing one.
BROKEN_AFTER = 2


@dataclass(frozen=True)
class LinkState:
    """The last check of a link: `failures` counts those in a row, 0 when it works."""

    url: str
    status: int | None
    error: str
    checked: datetime
    failures: int

    @property
    def broken(self) -> bool:
        """Tell whether the link failed often enough to say that it is broken."""
        return self.failures >= BROKEN_AFTER


def link_states(urls: Collection[str]) -> dict[str, LinkState]:
    """Return what is known of links; those never checked are left out."""
    # Asked at each save: a text is sent as it is, an expression is put together and compiled each time.
    sql = sa.text(
        "SELECT url, status, coalesce(error, ''), checked, failures FROM archipel_link WHERE url = ANY(:urls)"
    )
    return {row[0]: LinkState(*row) for row in model.Session.execute(sql, {"urls": list(urls)})}


def due_links(now: datetime, everything: bool = False) -> Iterator[tuple[str, int]]:
    """Yield the links of files that are to be checked, with their failures in a row; `everything` skips the dates."""
    resource, package = model.Resource, model.Package
    query = (
        sa.select(resource.url, sa.func.coalesce(link.c.failures, 0))
        .distinct()
        .select_from(sa.join(sa.join(resource, package), link, link.c.url == resource.url, isouter=True))
        .where(resource.state == "active", package.state == "active")
        .where(sa.func.coalesce(resource.url_type, "") != "upload")
        .where(resource.url.like("http://%") | resource.url.like("https://%"))
    )
    if not everything:
        query = query.where(sa.or_(link.c.url.is_(None), link.c.next_check <= now))
    yield from ((row[0], row[1]) for row in model.Session.execute(query).all())
