"""The pages of an administrator: form, trial, run, decision, locks; who may see them, what they never do."""

import json
from collections.abc import Callable
from html import unescape
from typing import Any
from unittest.mock import patch

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp
from ckanext.harvest.model import HarvestJob, HarvestSource

from ckanext.archipel.harvest import settings
from ckanext.archipel.harvest.notices import mail
from ckanext.archipel.harvest.overview import partner_views
from ckanext.archipel.harvest.sources.definition import definitions
from ckanext.archipel.harvest.trial import store as trials
from tests.harvest.conftest import Partner, Portal, action, turtle, work
from tests.harvest.kinds.conftest import Memory

pytestmark = pytest.mark.ckan

MakeSource = Callable[..., Portal]
Headers = dict[str, str]


@pytest.fixture
def admin(with_plugins: None, clean_db: None, clean_index: None) -> dict[str, Any]:
    """The administrator of an organisation."""
    return dict(factories.UserWithToken(name="ada", email="ada@exemple.fr"))


@pytest.fixture
def organization(admin: dict[str, Any]) -> dict[str, Any]:
    """Their organisation."""
    return dict(factories.Organization(name="parc", users=[{"name": "ada", "capacity": "admin"}]))


@pytest.fixture
def headers(admin: dict[str, Any], organization: dict[str, Any]) -> Headers:
    """What signs the administrator's requests."""
    return {"Authorization": admin["token"]}


@pytest.fixture
def form(organization: dict[str, Any], partner: Partner) -> dict[str, str]:
    """The form of a source, filled in."""
    partner.pages["/all.ttl"] = turtle(range(4))
    return {
        "url": f"{partner.url}/all.ttl",
        "title": "Partenaire",
        "owner_org": organization["id"],
        "frequency": "WEEKLY",
        "active": "yes",
        "default_territory": "Rhône",
        "max_removed": "1",
    }


@pytest.fixture
def source(app: CKANTestApp, headers: Headers, form: dict[str, str]) -> Portal:
    """The source that the form makes, harvested once."""
    app.post("/moissonnage/sources/nouvelle", data=form, headers=headers, follow_redirects=False)
    portal = Portal(model.Session.query(HarvestSource.id).scalar(), work)
    portal.harvest()
    return portal


def test_the_form_makes_the_configuration(source: Portal) -> None:
    saved = HarvestSource.get(source.source_id)
    configuration = settings.read(saved.config)
    assert (saved.type, saved.frequency, saved.title) == ("archipel", "WEEKLY", "Partenaire")
    assert (configuration.max_removed, configuration.default_territory) == (1, ("fr:departement:69",))
    assert source.run()["added"] == 4


def test_a_source_is_changed_then_suspended(
    app: CKANTestApp, headers: Headers, form: dict[str, str], source: Portal
) -> None:
    address = f"/moissonnage/sources/{source.source_id}"
    assert 'value="1"' in app.get(address, headers=headers).body
    changed = {**form, "title": "Autre nom", "max_removed": "7", "frequency": "MONTHLY", "active": ""}
    app.post(address, data=changed, headers=headers, follow_redirects=False)
    model.Session.expire_all()
    saved = HarvestSource.get(source.source_id)
    assert (saved.title, saved.frequency, saved.active) == ("Autre nom", "MONTHLY", False)
    assert settings.read(saved.config).max_removed == 7
    assert app.get(f"/moissonnage/source/{source.source_id}", headers=headers).status_code == 200
    app.post(address, data={**changed, "active": "yes"}, headers=headers, follow_redirects=False)
    model.Session.expire_all()
    assert HarvestSource.get(source.source_id).active


def test_a_wrong_form_says_so_beside_each_field_and_loses_nothing(
    app: CKANTestApp, headers: Headers, form: dict[str, str]
) -> None:
    wrong = {**form, "url": "", "default_territory": "Nulle part", "max_removed": "dix", "contact_name": "Le service"}
    page = app.post("/moissonnage/sources/nouvelle", data=wrong, headers=headers).body
    assert all(f'id="field-{name}-error"' in page or f'href="#field-{name}"' in page for name in ("url", "max_removed"))
    assert all(text in page for text in ("Nulle part", 'value="dix"', "Le service"))
    unfiltered = {**form, "kind": "dcat", "filter_territory": "Nulle part"}
    assert (
        'href="#field-filter_territory"'
        in app.post("/moissonnage/sources/nouvelle", data=unfiltered, headers=headers).body
    )
    assert model.Session.query(HarvestSource).count() == 0


def test_a_trial_shows_what_would_arrive_and_writes_nothing(
    app: CKANTestApp, headers: Headers, form: dict[str, str], partner: Partner
) -> None:
    answer = app.post(
        "/moissonnage/sources/nouvelle", data={**form, "step": "try"}, headers=headers, follow_redirects=False
    )
    trial = answer.headers["Location"].split("/", 3)[3]
    waiting = app.get(f"/{trial}", headers=headers).body
    assert "data-archipel-under-way" in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    work()
    page = app.get(f"/{trial}", headers=headers).body
    assert all(f"Jeu {number}" in page for number in range(4))
    assert "data-archipel-under-way" not in page
    assert model.Session.query(model.Package).count() == 0
    back = app.get(f"/moissonnage/sources/nouvelle?essai={trial.rpartition('/')[2]}", headers=headers).body
    assert f'value="{form["url"]}"' in back
    other = {"Authorization": factories.UserWithToken()["token"]}
    assert app.get(f"/{trial}", headers=other).status_code == 404


def test_trials_are_limited_and_what_was_typed_stays(
    app: CKANTestApp, headers: Headers, form: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trials, "MOST_PER_HOUR", 1)
    data = {**form, "step": "try"}
    answers = [
        app.post("/moissonnage/sources/nouvelle", data=data, headers=headers, follow_redirects=False) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [302, 429]
    assert f'value="{form["url"]}"' in answers[1].body
    other = {"Authorization": factories.SysadminWithToken()["token"]}
    answer = app.post("/moissonnage/sources/nouvelle", data=data, headers=other, follow_redirects=False)
    assert answer.status_code == 302


def test_a_trial_tells_of_duplicates_and_of_a_catalogue_that_does_not_answer(
    app: CKANTestApp, headers: Headers, form: dict[str, str], partner: Partner, source: Portal
) -> None:
    partner.pages["/other.ttl"] = turtle(range(2))
    for path, expected in (("/other.ttl", "Partenaire)"), ("/lost.ttl", "500")):
        data = {**form, "title": "Second", "url": f"{partner.url}{path}", "step": "try"}
        answer = app.post("/moissonnage/sources/nouvelle", data=data, headers=headers, follow_redirects=False)
        with patch("ckanext.archipel.fetch.client.time.sleep", lambda seconds: None):
            work()
        assert expected in app.get("/" + answer.headers["Location"].split("/", 3)[3], headers=headers).body


def test_a_removal_is_approved_on_the_page_of_the_run(
    app: CKANTestApp, headers: Headers, partner: Partner, source: Portal
) -> None:
    partner.pages["/all.ttl"] = turtle([0])
    source.harvest()
    address = f"/moissonnage/passages/{source.run()['id']}"
    page = app.get(address, headers=headers).body
    assert all(f"Jeu {number}" in page for number in (1, 2, 3))
    assert "Jeu 0" not in page
    assert source.count() == 4
    app.post(address, data={"decision": "approve"}, headers=headers, follow_redirects=False)
    work()
    assert source.count() == 1
    assert app.get(f"{address}/modifications", headers=headers).body.count("archi") >= 3
    for number in ("²", "٣", "-1", "deux", "9" * 5000):
        assert app.get(f"{address}/modifications?page={number}", headers=headers).status_code == 200
    assert app.get("/moissonnage", headers=headers).status_code == 200


def test_a_locked_field_shows_what_its_source_says_until_it_is_taken(
    app: CKANTestApp, headers: Headers, partner: Partner, source: Portal
) -> None:
    dataset = source.datasets()["Jeu 2"]
    address = f"/dataset/{dataset['name']}/moissonnage"
    app.post(address, data={"step": "lock", "field": "title"}, headers=headers, follow_redirects=False)
    action("package_patch", id=dataset["id"], title="Corrigé ici")
    partner.pages["/all.ttl"] = turtle(range(4), title="Renommé {}")
    source.harvest()
    assert action("package_show", id=dataset["id"])["title"] == "Corrigé ici"
    page = app.get(address, headers=headers).body
    assert "Corrigé ici" in page
    assert "Renommé 2" in page
    app.post(address, data={"step": "take", "field": "title"}, headers=headers, follow_redirects=False)
    assert action("package_show", id=dataset["id"])["title"] == "Renommé 2"
    assert action("archipel_harvest_lock_list", id=dataset["id"]) == []
    public = app.get(f"/dataset/{dataset['name']}").body
    assert "Partenaire" in public
    assert "moissonnage" not in public.partition("<main")[2].partition("</main")[0]


def test_a_known_partner_fills_in_the_form_and_adds_nothing(app: CKANTestApp, headers: Headers) -> None:
    partner = next(each for each in definitions() if each.ready)
    assert f"partenaire={partner.key}" in app.get("/moissonnage/partenaires", headers=headers).body
    page = app.get(f"/moissonnage/sources/nouvelle?partenaire={partner.key}", headers=headers).body
    assert f'value="{partner.endpoint}"' in page
    assert "checked" in page.partition('id="field-on_data_gouv_fr"')[2].partition(">")[0]
    assert model.Session.query(HarvestSource).count() == 0


def test_organizations_of_data_gouv_fr_are_proposed_and_choosing_one_only_fills_in_the_form(
    app: CKANTestApp, headers: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen, page = "a" * 24, "/moissonnage/partenaires/pref-38/organisations"
    answer = {"data": [{"name": "Préfecture <b>de l'Isère", "id": chosen, "metrics": {"datasets": 3}}]}
    monkeypatch.setattr(partner_views, "ask_at_once", Memory(lambda _: json.dumps(answer).encode()))
    assert page in app.get("/moissonnage/partenaires", headers=headers).body
    shown = app.get(page, headers=headers).body
    assert "Préfecture &lt;b&gt;de l&#39;Isère" in shown
    assert f"https://www.data.gouv.fr/organizations/{chosen}/" in shown
    address = f"/moissonnage/sources/nouvelle?partenaire=pref-38&organisation={chosen}"
    assert address.replace("&", "&amp;") in shown
    form = app.get(address, headers=headers).body
    assert f'value="{chosen}"' in form
    assert model.Session.query(HarvestSource).count() == 0
    for nonsense in ("../admin", "A" * 24):
        assert nonsense not in app.get(address.replace(chosen, nonsense), headers=headers).body.partition("<main")[2]


def test_data_gouv_fr_that_does_not_answer_or_knows_nobody_is_told(
    app: CKANTestApp, headers: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "/moissonnage/partenaires/pref-38/organisations"
    monkeypatch.setattr(partner_views, "ask_at_once", Memory({}))
    assert "data.gouv.fr n'a pas répondu" in unescape(app.get(page, headers=headers).body)
    monkeypatch.setattr(partner_views, "ask_at_once", Memory(lambda _: b'{"data": []}'))
    assert "préfecture de l'Isère" in unescape(app.get(page, headers=headers).body)
    for key in ("evian", "nulle-part"):
        assert app.get(f"/moissonnage/partenaires/{key}/organisations", headers=headers).status_code == 404
    editor = {"Authorization": factories.UserWithToken()["token"]}
    assert app.get(page, headers=editor).status_code == 403
    assert "login" in app.get(page, follow_redirects=False).headers["Location"]


def test_strangers_and_editors_see_and_change_nothing(
    app: CKANTestApp, headers: Headers, form: dict[str, str], source: Portal, organization: dict[str, Any]
) -> None:
    editor = factories.UserWithToken()
    action("organization_member_create", id=organization["id"], username=editor["name"], role="editor")
    run = source.run()["id"]
    pages = ["/moissonnage", "/moissonnage/sources/nouvelle", f"/moissonnage/sources/{source.source_id}"]
    pages += [
        f"/moissonnage/source/{source.source_id}",
        f"/moissonnage/passages/{run}",
        f"/moissonnage/passages/{run}/modifications",
    ]
    posts = [*pages[1:3], f"/moissonnage/passages/{run}", *(f"{pages[3]}/{verb}" for verb in ("lancer", "essayer"))]
    signed = {"Authorization": editor["token"]}
    assert {app.get(page, headers=signed).status_code for page in pages} == {403}
    data = {**form, "decision": "stop", "title": "Pris"}
    assert {app.post(page, data=data, headers=signed).status_code for page in posts} == {403}
    assert "login" in app.get("/moissonnage", follow_redirects=False).headers["Location"]
    assert HarvestSource.get(source.source_id).title == "Partenaire"
    only_posts = (f"{pages[3]}/lancer", f"{pages[3]}/essayer", "/moissonnage/courriels")
    assert {app.get(page, headers=headers).status_code for page in only_posts} <= {404, 405}


def test_no_link_of_ckanext_harvest_changes_anything_before_it_is_confirmed(
    app: CKANTestApp, headers: Headers, source: Portal
) -> None:
    job = source.ask()["id"]
    jobs = model.Session.query(HarvestJob).count()
    ident = source.source_id
    paths = [f"/harvest/{verb}/{ident}" for verb in ("refresh", "clear", "delete")]
    paths += [f"/harvest/delete/{ident}?clear=true", f"/harvest/{ident}/job/{job}/abort"]
    for path in paths:
        answer = app.get(path, headers=headers, follow_redirects=False)
        assert answer.status_code == 200, path
        assert '<form method="post"' in answer.body or 'method="post"' in answer.body
    model.Session.expire_all()
    assert model.Session.query(HarvestJob).count() == jobs
    assert HarvestJob.get(job).status == "Running"
    assert HarvestSource.get(ident).active
    assert source.count() == 4

    abort = f"/moissonnage/ckanext-harvest/{ident}/job/{job}/abort"
    # Stock lets sysadmins alone stop a job there.
    assert app.post(abort, headers=headers, follow_redirects=False).status_code == 403
    sysadmin = {"Authorization": factories.SysadminWithToken()["token"]}
    app.post(abort, headers=sysadmin, follow_redirects=False)
    source.work()
    assert action("archipel_harvest_run_show", id=job)["state"] == "stopped"
    app.post(paths[0], headers=headers, follow_redirects=False)
    assert model.Session.query(HarvestJob).count() == jobs + 1
    source.work()
    app.post(paths[1], headers=headers, follow_redirects=False)
    assert source.count() == 0
    app.post(f"/moissonnage/ckanext-harvest/delete/{ident}", headers=headers, follow_redirects=False)
    model.Session.expire_all()
    assert not HarvestSource.get(ident).active


def test_administrators_are_told_once_of_a_failure_unless_they_refuse(
    app: CKANTestApp, headers: Headers, partner: Partner, source: Portal
) -> None:
    partner.pages["/all.ttl"] = turtle([])
    with patch.object(mail.tk, "enqueue_job", wraps=tk.enqueue_job) as queued:
        run_id = source.harvest()["id"]
        source.harvest()
    told = [call.args[1] for call in queued.call_args_list if call.args[0] is mail.send]
    assert told == [[run_id]]
    with patch.object(mail.mailer, "mail_user") as sent:
        mail.send(run_id)
        app.post("/moissonnage/courriels", data={"mails": "no"}, headers=headers, follow_redirects=False)
        model.Session.expire_all()
        mail.send(run_id)
    assert [call.args[0].name for call in sent.call_args_list] == ["ada"]
    _user, subject, text = sent.call_args.args
    assert "Partenaire" in subject
    assert tk.url_for("archipel_harvest_run.show", run_id=run_id) in text


def test_what_a_newer_run_saw_is_not_archived_by_the_approval_of_an_older_one(
    app: CKANTestApp, headers: Headers, partner: Partner, source: Portal
) -> None:
    whole = partner.pages["/all.ttl"]
    partner.pages["/all.ttl"] = turtle([0])
    source.harvest()
    awaiting = source.run()["id"]
    partner.pages["/all.ttl"] = whole + turtle([], following=f"{partner.url}/lost.ttl")
    source.harvest()
    assert source.run()["state"] == "incomplete"
    app.post(f"/moissonnage/passages/{awaiting}", data={"decision": "approve"}, headers=headers, follow_redirects=False)
    work()
    assert source.count() == 4
