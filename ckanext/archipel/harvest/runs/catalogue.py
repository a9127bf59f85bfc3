"""Goes through the pages of a catalogue from where the run is, past those that did not change."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds.kind import RemotePage
from ckanext.archipel.harvest.ledger import pages, records
from ckanext.archipel.harvest.ledger.pages import KnownPage
from ckanext.archipel.harvest.runs.page import work_page
from ckanext.archipel.harvest.runs.reading import PageUnchangedError, Reader
from ckanext.archipel.harvest.runs.work import Work
from ckanext.archipel.harvest.writing import quiet

# In bytes: what a row of an index of PostgreSQL holds, with the name of the source.
MAX_CURSOR = 2_500
# What the database can keep of the number of records that a catalogue announces.
MAX_TOTAL = 2**31 - 1


def read_catalogue(work: Work) -> bool:
    """Read pages until the last or the end of the slice; tell which. PageError when one cannot be had."""
    reader = Reader(work.source.salt)
    while not work.run.whole:
        if _go_through(work, reader):
            return False
    return True


def _go_through(work: Work, reader: Reader) -> bool:
    """Read pages until one that did not change, the last, or the end of the slice; tell whether it is the latter."""
    following: Iterator[RemotePage] = iter(())
    fresh = True
    while not work.run.whole:
        known = pages.unchanged_candidate(work.source.id, work.run.cursor)
        reader.expect(known)
        if fresh:
            following = work.source.pages(reader, work.run.cursor)
            fresh = False
        try:
            page = next(following, None)
        except PageUnchangedError:
            _skip(work, known)
            return work.over
        if page is None:
            work.commit(whole=True)
            return False
        if not _work(work, page, reader) or (work.over and not work.run.whole):
            return True
    return False


def _work(work: Work, page: RemotePage, reader: Reader) -> bool:
    digest, conditions = reader.digest(), reader.conditions()
    _check(work, page)
    work.begin()
    errors = work.run.errored
    if not work_page(work, page.records):
        quiet.publish()
        return False
    identifiers = list(dict.fromkeys(record.identifier for record in page.records if record.identifier))
    kept = digest if work.run.errored == errors and not work.run.lossy else ""
    _turn(work, KnownPage(kept, page.cursor, identifiers, work.run.id, conditions, page.left_out), page.total)
    quiet.publish()
    return True


def _skip(work: Work, known: KnownPage | None) -> None:
    """Note that all that a page showed at the last run still is there."""
    if known is None:
        raise AssertionError("a page can only be unchanged when it is known")
    found = records.mark_seen(work.source.id, work.run.id, known.identifiers)
    work.count("unmodified", found[True])
    work.count("seen", found[True])
    _turn(work, replace(known, run_id=work.run.id), None)


def _turn(work: Work, page: KnownPage, total: int | None) -> None:
    """Go on after a page."""
    pages.save(work.source.id, work.run.cursor, page)
    work.count("pages")
    values: dict[str, Any] = {"total": total} if total is not None and 0 <= total <= MAX_TOTAL else {}
    values["left_out"] = dict(Counter(work.run.left_out) + Counter(page.left_out))
    work.commit(cursor=page.following or work.run.cursor, whole=page.following is None, **values)


def _check(work: Work, page: RemotePage) -> None:
    """Refuse a catalogue without end, and a page that could not be known again."""
    if len((work.run.cursor or "").encode()) > MAX_CURSOR:
        raise PageError(f"L'adresse de la page {page.url[:200]} est trop longue pour être suivie.")
    if page.cursor is not None:
        after = pages.get(work.source.id, page.cursor)
        if page.cursor == work.run.cursor or (after is not None and after.run_id == work.run.id):
            raise PageError(f"La page {page.url} annonce comme suivante une page déjà lue.")
    # A page that an earlier slice began is counted already.
    for name, more, what in (
        ("max_pages", work.run.pages + 1, "pages"),
        ("max_records", max(work.run.seen, len(page.records)), "notices"),
    ):
        limit = tk.config[f"ckanext.archipel.harvest.{name}"]
        if more > limit:
            raise PageError(f"Le catalogue a plus de {limit} {what} (option ckanext.archipel.harvest.{name}).")
