"""Records and pages that no database, XML or server could take, on the real stack: the others arrive all the same."""

from collections.abc import Callable

import pytest

from tests.harvest.conftest import Partner, Portal, turtle

pytestmark = pytest.mark.ckan

MakeSource = Callable[..., Portal]
SEARCH = "/api/3/action/package_search"
LONG = "".join(f"{number * 7919 % 99991:05}" for number in range(1200))
NOTATION = (
    '<http://www.w3.org/ns/adms#identifier> [ <http://www.w3.org/2004/02/skos/core#notation> "https://a.fr/x\\u0000y" ]'
)


def outcome(portal: Portal) -> tuple[str, int, int]:
    run = portal.run()
    return run["state"], run["seen"], run["errored"]


def twice(portal: Portal, partner: Partner, path: str = "/all.ttl") -> None:
    """Harvest the same data again, from a page that did change: nothing comes of it."""
    partner.pages[path] += b"\n"
    portal.harvest()
    run = portal.run()
    assert (run["state"], run["added"], run["updated"], run["deleted"]) == ("done", 0, 0, 0)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('"n3"', '"n\\u00003"'),
        ('"n3"', f'"{LONG}"'),
        ('"n3"', '"\\u0000"'),
        ('"n3" ;', f'"n3" ; {NOTATION} ;'),
        ('"Jeu 3"', '"Jeu\\u0000 3"'),
    ],
)
def test_a_name_that_cannot_be_kept_loses_no_record(
    make_source: MakeSource, partner: Partner, written: str, instead: str
) -> None:
    page = turtle(range(5)).decode()
    assert written in page
    partner.pages["/all.ttl"] = page.replace(written, instead).encode()
    portal = make_source("/all.ttl")
    portal.harvest()
    assert outcome(portal) == ("done", 5, 0)
    assert set(portal.datasets()) == {f"Jeu {number}" for number in range(5)}
    twice(portal, partner)


@pytest.mark.parametrize("title", ["Jeu \\ud800 0", "Jeu \\u0000 0"])
def test_a_record_known_by_a_title_that_cannot_be_written_arrives(
    make_source: MakeSource, partner: Partner, title: str
) -> None:
    entry = '{"@type":"http://www.w3.org/ns/dcat#Dataset","http://purl.org/dc/terms/title":"%s"}'
    partner.pages["/all.jsonld"] = f"[{entry % title},{entry % 'Jeu 1'}]".encode()
    portal = make_source("/all.jsonld")
    portal.harvest()
    assert outcome(portal) == ("done", 2, 0)
    assert set(portal.datasets()) == {"Jeu 0", "Jeu 1"}
    twice(portal, partner, "/all.jsonld")


def test_a_blank_identifier_names_no_record(make_source: MakeSource, partner: Partner) -> None:
    blank = b'[ <http://www.w3.org/2004/02/skos/core#notation> "n3" ]'
    partner.pages["/all.ttl"] = turtle(range(5)).replace(b'"n3"', blank)
    portal = make_source("/all.ttl")
    portal.harvest()
    assert outcome(portal) == ("done", 5, 0)
    twice(portal, partner)


def ckan_portal(make_source: MakeSource, partner: Partner, answer: str) -> Portal:
    """A portal that harvests a CKAN which answers this to whatever it is asked first."""
    portal = make_source(SEARCH)
    portal.harvest()
    partner.pages[partner.asked[0]] = answer.encode()
    portal.harvest()
    return portal


@pytest.mark.parametrize("bad", ["\\ud800", "\\u0000"])
def test_an_id_of_ckan_that_cannot_be_written_loses_no_record(
    make_source: MakeSource, partner: Partner, bad: str
) -> None:
    entry = '{"id":"i%s","name":"n%s","title":"Jeu %s","resources":[{"url":"https://exemple.fr/%s"}]}'
    entries = ",".join(entry % (f"{n}{bad}" if n == 3 else n, n, n, n) for n in range(5))
    answer = f'{{"success":true,"result":{{"count":5,"results":[{entries}]}}}}'
    portal = ckan_portal(make_source, partner, answer)
    assert outcome(portal) == ("done", 5, 0)
    assert portal.count() == 5


@pytest.mark.parametrize("count", ["1" + "0" * 30, "-1"])
def test_a_number_of_records_that_cannot_be_is_not_kept(make_source: MakeSource, partner: Partner, count: str) -> None:
    answer = '{"success":true,"result":{"count":%s,"results":[{"id":"i1","title":"Jeu 1"}]}}'
    portal = ckan_portal(make_source, partner, answer % count)
    assert portal.count() == 1
    assert "3 fois" not in portal.run()["message"]


def test_a_refusal_that_cannot_be_written_is_told(make_source: MakeSource, partner: Partner) -> None:
    answer = '{"success":false,"error":{"message":"in\\u0000terdit \\ud800!"}}'
    portal = ckan_portal(make_source, partner, answer)
    assert portal.run()["state"] == "failed"
    assert "n'a pas pu être lu" in portal.run()["message"]
    assert "3 fois" not in portal.run()["message"]


@pytest.mark.parametrize("following", ["http://[bad", "http://127.0.0.1:99999/b", f"http://127.0.0.1/{LONG}"])
def test_a_next_page_that_is_no_address_leaves_the_reading_incomplete(
    make_source: MakeSource, partner: Partner, following: str
) -> None:
    page = '_:p <http://www.w3.org/ns/hydra/core#next> "{}" .'
    partner.pages["/all.ttl"] = turtle(range(5)) + f"\n{page.format(following)}".encode()
    portal = make_source("/all.ttl")
    portal.harvest()
    assert outcome(portal) == ("incomplete", 5, 0)
    assert "L'adresse de la page suivante n'en est pas une" in portal.run()["message"]
