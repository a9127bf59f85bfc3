"""Asks whether a link still leads somewhere, without reading what is there."""

import io
from dataclasses import replace

from ckanext.archipel.fetch.client import Ask, Limits, Way, request
from ckanext.archipel.fetch.errors import BadStatusError, TooSlowError, UnreachableError

# What servers that do not answer HEAD requests say of them.
NOT_ASKED_RIGHT = frozenset({400, 403, 404, 405, 406, 500, 501, 503})
GONE_THROUGH = frozenset({200, 206, 416})


def probe(url: str, limits: Limits, way: Way) -> int:
    """Return the status of a link that works; one that does not raises a FetchError. Tries HEAD, then one byte."""
    ask = Ask("HEAD", {"Accept": "*/*"}, limits, statuses=GONE_THROUGH, read_body=False)
    try:
        return request(url, ask, way, io.BytesIO())[0].status
    except BadStatusError as error:
        if error.status not in NOT_ASKED_RIGHT:
            raise
    except UnreachableError as error:
        if not error.passing:
            raise
    except TooSlowError:
        pass
    first_byte = replace(ask, method="GET", headers={"Accept": "*/*", "Range": "bytes=0-0"})
    return request(url, first_byte, way, io.BytesIO())[0].status
