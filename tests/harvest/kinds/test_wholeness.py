"""A catalogue that gives less than it announces is never taken for whole, whatever kind it is."""

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds.kind import Request, SourceSettings
from ckanext.archipel.harvest.kinds.registry import KINDS
from ckanext.archipel.harvest.kinds.wholeness import read_cursor
from tests.harvest.kinds.conftest import Memory, records
from tests.harvest.kinds.test_csw import iso, page, start_of

Answer = Callable[[Request], bytes | None]
TOTAL = 95
URLS = {
    "csw": "https://geo.exemple.fr/geonetwork/srv/fre/csw",
    "ckan": "https://data.exemple.fr/dataset",
    "udata": "https://www.data.gouv.fr/api/1/datasets/?organization=" + "a" * 24,
    "opendatasoft": "https://ods.exemple.fr/explore/",
    "gn3": "https://geo.exemple.fr/geonetwork/srv/fre/q",
    "gn4": "https://geo.exemple.fr/geonetwork/srv/api/search",
}


def query(request: Request) -> dict[str, str]:
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}


def part(start: int, asked: int, cap: int, held: int) -> range:
    """The numbers of the records that a server gives, which never gives more than `cap` nor than it holds."""
    return range(start, min(start + min(asked, cap), held))


def csw(cap: int, held: int = TOTAL, total: int = TOTAL, following: Callable[[int], int] = lambda _: 0) -> Answer:
    def answer(request: Request) -> bytes:
        start = start_of(request)
        found = [iso(identifier=f"r{n:05}") for n in part(start - 1, 20, cap, held)]
        return page(*found, matched=total, following=following(start))

    return answer


def ckan(cap: int, held: int = TOTAL, total: int = TOTAL) -> Answer:
    def answer(request: Request) -> bytes:
        asked = query(request)
        found = [{"id": f"{n:05}", "title": "t"} for n in part(int(asked["start"]), int(asked["rows"]), cap, held)]
        return json.dumps({"success": True, "result": {"count": total, "results": found}}).encode()

    return answer


def udata(cap: int, held: int = TOTAL, total: int = TOTAL) -> Answer:
    def answer(request: Request) -> bytes:
        number = int(query(request)["page"])
        numbers = part((number - 1) * cap, 100, cap, held)
        following = re.sub(r"([?&]page)=\d+", rf"\1={number + 1}", request.url) if numbers.stop < held else None
        data = [{"id": f"{n:05}", "title": "t"} for n in numbers]
        return json.dumps({"data": data, "total": total, "next_page": following}).encode()

    return answer


def opendatasoft(cap: int, held: int = TOTAL, total: int = TOTAL) -> Answer:
    def answer(request: Request) -> bytes | None:
        if "/exports/" in request.url:
            return None
        asked = query(request)
        assert int(asked["offset"]) + int(asked["limit"]) <= 10_000
        numbers = part(int(asked["offset"]), int(asked["limit"]), cap, held)
        found = [{"dataset_id": f"{n:05}", "metas": {"default": {"title": "t"}}} for n in numbers]
        return json.dumps({"total_count": total, "results": found}).encode()

    return answer


def gn3(cap: int, held: int = TOTAL, total: int = TOTAL) -> Answer:
    def answer(request: Request) -> bytes:
        asked = query(request)
        start = int(asked["from"]) - 1
        found = [
            {"type": "dataset", "title": "t", "geonet:info": {"uuid": f"{n:05}"}}
            for n in part(start, int(asked["to"]) - start, cap, held)
        ]
        return json.dumps({"@from": asked["from"], "summary": {"@count": str(total)}, "metadata": found}).encode()

    return answer


def gn4(cap: int, held: int = TOTAL, total: int = TOTAL) -> Answer:
    def answer(request: Request) -> bytes | None:
        if request.body is None:
            return iso(identifier=request.url.split("/")[-3]).encode()
        asked = json.loads(request.body)
        start = int(asked["search_after"][0]) + 1 if "search_after" in asked else asked["from"]
        if "search_after" not in asked and start + asked["size"] > 10_000:
            return None
        hits = [
            {"_id": f"{n:05}", "_source": {"resourceType": ["dataset"]}, "sort": [f"{n:05}"]}
            for n in part(start, asked["size"], cap, held)
        ]
        return json.dumps({"hits": {"total": {"value": total}, "hits": hits}}).encode()

    return answer


SERVERS: dict[str, Callable[..., Answer]] = {
    "csw": csw,
    "ckan": ckan,
    "udata": udata,
    "opendatasoft": opendatasoft,
    "gn3": gn3,
    "gn4": gn4,
}
every_server = pytest.mark.parametrize("name", SERVERS)


def read(name: str, answer: Answer, cursor: str | None = None) -> list[str]:
    """Read a server to its end; the identifiers of what it gave."""
    kind = KINDS["geonetwork" if name.startswith("gn") else name]
    return [record.identifier for record in records(kind.pages(SourceSettings(URLS[name]), Memory(answer), cursor))]


@every_server
@pytest.mark.parametrize("cap", [7, 10, 15, 19, 200])
def test_a_server_that_gives_fewer_records_a_page_than_asked_is_read_to_its_end(name: str, cap: int) -> None:
    found = read(name, SERVERS[name](cap))
    assert len(found) == len(set(found)) == TOTAL


@pytest.mark.parametrize("following", [lambda start: 0, lambda start: start, lambda start: 1])
@pytest.mark.parametrize("cap", [10, 15])
def test_a_csw_with_a_cap_whose_next_record_means_nothing_is_read_to_its_end(
    cap: int, following: Callable[[int], int]
) -> None:
    assert len(set(read("csw", csw(cap, following=following)))) == TOTAL


@every_server
def test_a_catalogue_that_ends_before_what_it_announced_is_incomplete_after_what_it_gave(name: str) -> None:
    kind = KINDS["geonetwork" if name.startswith("gn") else name]
    pages = kind.pages(SourceSettings(URLS[name]), Memory(SERVERS[name](10, held=60, total=95)))
    given = [next(pages) for _ in range(6)]
    assert len(records(given)) == 60
    # A page without anything after it would be taken for the last of a whole catalogue.
    assert all(each.cursor for each in given)
    with pytest.raises(PageError, match=r"annonce 95 notices mais n'en a donné que 60"):
        next(pages)


@every_server
def test_the_end_is_known_again_by_a_run_that_goes_on_from_there(name: str) -> None:
    kind = KINDS["geonetwork" if name.startswith("gn") else name]
    answer = SERVERS[name](10, held=60, total=95)
    pages = kind.pages(SourceSettings(URLS[name]), Memory(answer))
    cursors = [next(pages).cursor for _ in range(6)]
    with pytest.raises(PageError, match="annonce 95"):
        read(name, answer, cursors[-1])


@every_server
def test_a_catalogue_that_gets_shorter_while_it_is_read_is_incomplete(name: str) -> None:
    """One record of a page that was read leaves: another one comes back to that page, and is never given."""
    whole, shorter = SERVERS[name](10), SERVERS[name](10, held=94, total=94)
    pages = 0

    def answer(request: Request) -> bytes | None:
        nonlocal pages
        pages += "/formatters/" not in request.url
        return (whole if pages <= 3 else shorter)(request)

    with pytest.raises(PageError, match="annonce 95 notices mais n'en a donné que 94"):
        read(name, answer)


@pytest.mark.parametrize("name", ["csw", "ckan", "opendatasoft", "gn3", "gn4"])
def test_a_server_that_gives_the_same_page_again_and_again_is_incomplete(name: str) -> None:
    first = Memory(SERVERS[name](10))

    def answer(request: Request) -> bytes | None:
        if "/exports/" in request.url or "/formatters/" in request.url:
            return SERVERS[name](10)(request)
        return kept[0] if kept else kept.append(first(request).content) or kept[0]

    kept: list[bytes] = []
    with pytest.raises(PageError, match="redonne une page déjà lue"):
        read(name, answer)


def test_a_csw_that_leaves_out_records_it_counts_is_incomplete() -> None:
    def answer(request: Request) -> bytes:
        start = start_of(request)
        held = [iso(identifier=f"r{n:05}") for n in part(start - 1, 20, 20, 50) if n != 7]
        return page(*held, matched=50, following=start + 20 if start + 20 <= 50 else 0)

    with pytest.raises(PageError, match="annonce 50 notices mais n'en a donné que 49"):
        read("csw", answer)


def test_dkan_with_a_cap_is_read_until_an_empty_page() -> None:
    def answer(request: Request) -> bytes | None:
        if "package_search" in request.url:
            return None
        asked = query(request)
        numbers = part(int(asked["offset"]), int(asked["limit"]), 50, 130)
        return json.dumps({"success": True, "result": [[{"id": f"{n}", "title": "t"} for n in numbers]]}).encode()

    assert len(set(read("ckan", answer))) == 130


def test_geonetwork_4_is_read_beyond_the_ten_thousand_records_that_it_numbers() -> None:
    found = read("gn4", gn4(20, held=10_050, total=10_050))
    assert len(set(found)) == 10_050


@pytest.mark.parametrize("cursor", ["100", "[0, 21]", "https://www.data.gouv.fr/api/1/datasets/?page=2", "{"])
def test_a_run_begun_by_an_older_version_is_told_to_start_again(cursor: str) -> None:
    with pytest.raises(PageError, match="relancez-le"):
        read_cursor(cursor, 4)
    assert read_cursor(json.dumps([1, 2]), 2) == [1, 2]
