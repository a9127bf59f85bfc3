"""The whole catalogue as one gzip file, sent while it is read; stored fragments are gzip members already."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import ckan.plugins.toolkit as tk
from ckan import model
from flask import Response, stream_with_context

from ckanext.archipel.catalogue import store
from ckanext.archipel.catalogue.answers import marked
from ckanext.archipel.catalogue.feeds import Feed
from ckanext.archipel.catalogue.formats import Format
from ckanext.archipel.catalogue.reader import Reader, notes
from ckanext.archipel.catalogue.search import Question
from ckanext.archipel.catalogue.store import Row, pack

BATCH = 500
WHOLE = Feed()


def dump(syntax: Format, name: str, arguments: Mapping[str, str]) -> Response:
    """Send every public dataset; what is hidden while the file is sent is left out of what is not sent yet."""
    question = Question.read(arguments)
    if question.needs_solr:
        raise tk.ValidationError({"q": [tk._("The whole catalogue cannot be searched; search its pages")]})
    feed = Feed(question.within(store.EVERYTHING))
    pieces = stream_with_context(_unhurried(members(syntax, question.profiles, feed)))
    response = Response(pieces, content_type="application/gzip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    mark = Reader(syntax, question.profiles).mark(feed)
    marked(response, mark, mark)
    return response


def _unhurried(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Hold no transaction while a reader takes its time."""
    for piece in pieces:
        model.Session.rollback()
        yield piece
    model.Session.remove()


def members(syntax: Format, profiles: Sequence[str] = (), feed: Feed = WHOLE) -> Iterator[bytes]:
    """Yield the gzip members of the file."""
    reader, glue = Reader(syntax, profiles), pack(syntax.glue) if syntax.glue else b""
    _, latest = store.count(feed.scope)
    yield pack(syntax.head + syntax.fragment(reader.catalogue(feed, (), latest)))
    for rows in batches(reader, feed):
        yield glue + pack(syntax.fragment(chain(reader.links(feed, rows), notes(rows))))
        yield b"".join(chain.from_iterable((glue, row.packed or b"") for row in rows if row.packed))
    yield pack(syntax.tail)


def batches(reader: Reader, feed: Feed) -> Iterator[list[Row]]:
    """Yield the datasets of a feed by the order of their ids, some hundreds at a time."""
    after = ""
    while rows := reader.following(feed, after, BATCH):
        yield [row for row in rows if row.uri]
        after = rows[-1].id
