"""Nothing leaves the portal on a doubt, and what is refused is told with its link; on the real stack."""

import json
from collections.abc import Callable

import pytest
from ckan import model
from ckanext.harvest.model import HarvestSource

from tests.harvest.conftest import Partner, Portal, action

pytestmark = pytest.mark.ckan

MakeSource = Callable[..., Portal]
LIST = "/api/1/datasets/?organization=" + "a" * 24
ASKED = LIST + "&sort=created&page=1&page_size=100"


def udata(numbers: range, total: int) -> bytes:
    """A page of a platform that announces so many datasets, and no page after it."""
    data = [{"id": f"{number:024}", "title": f"Jeu {number}"} for number in numbers]
    return json.dumps({"data": data, "total": total, "next_page": None}).encode()


def test_a_catalogue_that_gave_less_than_it_announced_removes_nothing_however_often_it_is_read(
    make_source: MakeSource, partner: Partner
) -> None:
    partner.pages[ASKED] = udata(range(20), 20)
    portal = make_source(LIST)
    portal.harvest()
    assert portal.run()["state"] == "done"
    partner.pages[ASKED] = udata(range(1, 19), 20)
    for _ in range(2):
        portal.harvest()
        assert portal.run()["state"] == "incomplete"
        assert "annonce 20 notices mais n'en a donné que 18" in portal.run()["message"]
        assert (portal.run()["deleted"], portal.count()) == (0, 20)
    partner.pages[ASKED] = udata(range(1, 20), 19)
    portal.harvest()
    assert (portal.run()["state"], portal.run()["deleted"], portal.count()) == ("done", 1, 19)


def turtle(wet: int, dry: int) -> bytes:
    """A page of datasets, some of them about water."""
    lines = ["@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> ."]
    words = ["Eau"] * wet + ["Air"] * dry
    lines += [
        f'<https://donnees.exemple.fr/{n}> a dcat:Dataset ; dct:title "Jeu {n}" ; dcat:keyword "{word}" .'
        for n, word in enumerate(words)
    ]
    return "\n".join(lines).encode()


def test_what_a_new_filter_leaves_out_awaits_a_person_like_what_left(make_source: MakeSource, partner: Partner) -> None:
    partner.pages["/all.ttl"] = turtle(6, 4)
    portal = make_source("/all.ttl")
    portal.harvest()
    assert portal.count() == 10

    HarvestSource.get(portal.source_id).config = json.dumps({"filters": {"keyword": "eau"}})
    model.Session.commit()
    job = portal.harvest()
    assert (portal.run()["state"], portal.run()["gone"], portal.count()) == ("awaiting_approval", 4, 10)
    action("archipel_harvest_removal_approve", id=job["id"])
    portal.work()
    assert portal.count() == 6

    # Neither the same page nor one that changed brings back what is left out.
    for pages in (turtle(6, 4), turtle(6, 5)):
        partner.pages["/all.ttl"] = pages
        portal.harvest()
        assert (portal.run()["state"], portal.count()) == ("done", 6)


def test_a_filter_that_leaves_nothing_stops_the_run(make_source: MakeSource, partner: Partner) -> None:
    partner.pages["/all.ttl"] = turtle(3, 0)
    portal = make_source("/all.ttl", config=json.dumps({"filters": {"keyword": "feu"}}))
    portal.harvest()
    assert portal.run()["state"] == "failed"
    assert "ses filtres n'en gardent rien" in portal.run()["message"]


def test_a_refused_record_is_told_with_its_page(make_source: MakeSource, partner: Partner) -> None:
    shown = "https://plateforme.exemple.fr/jeux/2"
    data = [{"id": "1" * 24, "title": "Jeu"}, {"id": "2" * 24, "title": "", "page": shown}]
    partner.pages[ASKED] = json.dumps({"data": data, "total": 2, "next_page": None}).encode()
    portal = make_source(LIST)
    job = portal.harvest()
    [group] = action("archipel_harvest_run_show", id=job["id"])["errors"]
    [example] = group["examples"]
    assert example["link"] == shown
    assert f"({shown})" in example["message"]
