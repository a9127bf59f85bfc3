"""Definitions and the portal's sources, on the real stack."""

import json
from dataclasses import replace
from typing import Any

import pytest
from ckan import model
from ckanext.harvest.model import HarvestJob, HarvestSource

from ckanext.archipel.harvest.form.partners import partners
from ckanext.archipel.harvest.source_update import update_source
from ckanext.archipel.harvest.sources import cli as commands
from ckanext.archipel.harvest.sources.definition import Definition, definitions
from tests.harvest.conftest import Partner, action, turtle

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


@pytest.fixture
def run(cli: Any) -> Any:
    """Run a command, return what it says."""
    from ckan.cli.cli import ckan

    def call(*arguments: str) -> str:
        result = cli.invoke(ckan, ["archipel", "sources", *arguments])
        assert result.exit_code == 0, result.output
        return str(result.output)

    return call


def portal_context() -> dict[str, Any]:
    """The context of an action of the portal itself."""
    return {"ignore_auth": True, "user": action("get_site_user")["name"]}


def sources() -> dict[str, dict[str, Any]]:
    """The portal's sources by name."""
    found = (action("harvest_source_show", id=entry["id"]) for entry in action("harvest_source_list"))
    return {entry["name"]: entry for entry in found}


def test_a_sync_says_what_it_would_do_and_does_it_only_when_told(run: Any) -> None:
    told = run("sync", "grandlyon", "cd38", "--create-organizations")
    assert "2 source(s) changeraient" in told
    assert sources() == {}
    told = run("sync", "grandlyon", "cd38", "--create-organizations", "--apply")
    assert "grandlyon : créée, sans rythme : rien ne part de lui-même" in told
    found = sources()
    assert set(found) == {"source-grandlyon", "source-cd38"}
    assert {entry["frequency"] for entry in found.values()} == {"MANUAL"}
    assert model.Session.query(HarvestJob).count() == 0
    assert "Rien à changer" in run("sync", "grandlyon", "cd38", "--create-organizations", "--apply")


def test_an_absent_organisation_is_created_only_when_asked(run: Any) -> None:
    told = run("sync", "evian", "--apply")
    assert "l'organisation « ville-evian » (Ville d’Évian-les-Bains) n'existe pas" in told
    assert sources() == {}
    assert action("organization_list") == []


def test_a_source_is_put_into_service_by_name_and_an_edit_here_is_told(run: Any) -> None:
    run("sync", "--enable", "cd01", "--create-organizations", "--apply")
    found = sources()["source-cd01"]
    assert found["frequency"] == "WEEKLY"
    action("harvest_source_update", **{**found, "title": "Autre titre"})
    told = run("sync", "cd01")
    assert "titre : « Autre titre » ici, « Département de l’Ain » dans la définition" in told
    run("sync", "cd01", "--apply")
    after = sources()["source-cd01"]
    assert (after["title"], after["frequency"]) == ("Département de l’Ain", "WEEKLY")


def as_redefined(definition: Definition) -> Definition:
    if definition.key != "cd01":
        return definition
    changes = {"endpoint": "https://donnees.exemple.fr/ain", "schedule": "MONTHLY", "default_licence": "cc-by"}
    return replace(definition, **changes, territory=("fr:departement:69",), owner="L’Ain")


def test_a_changed_definition_reaches_the_source_which_keeps_what_was_set_here(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("sync", "--enable", "cd01", "--create-organizations", "--apply")
    before = sources()["source-cd01"]
    settings = {**json.loads(HarvestSource.get(before["id"]).config), "max_removed": 7}
    update_source(portal_context(), before["id"], config=json.dumps(settings), notes="Noté ici")
    redefined = tuple(map(as_redefined, definitions()))
    monkeypatch.setattr(commands, "definitions", lambda: redefined)

    told = run("sync", "cd01", "--apply")

    assert "rythme : « WEEKLY » ici, « MONTHLY » dans la définition" in told
    kept = model.Session.get(HarvestSource, before["id"], populate_existing=True)
    assert (kept.url, kept.title, kept.frequency) == ("https://donnees.exemple.fr/ain", "L’Ain", "MONTHLY")
    expected = {**settings, "default_licence": "cc-by", "default_territory": ["fr:departement:69"]}
    assert json.loads(kept.config) == expected
    after = sources()["source-cd01"]
    assert (after["id"], after["owner_org"], after["notes"]) == (before["id"], before["owner_org"], "Noté ici")
    assert (after["url"], after["frequency"]) == (kept.url, kept.frequency)
    assert "Rien à changer" in run("sync", "cd01", "--apply")


def test_a_source_to_be_checked_by_hand_is_never_put_into_service(run: Any) -> None:
    told = run("sync", "--enable", "grenoble-alpes", "--create-organizations", "--apply")
    assert "à vérifier à la main" in told
    assert sources() == {}


def test_the_list_tells_what_is_ready(run: Any) -> None:
    told = run("list", "--details")
    assert told.count(" prêt ") == 26
    assert told.count("à vérifier ") >= 25
    assert "catalogue.open-datara.fr" in told
    rows = {line.split()[0]: line for line in run("list").splitlines()}
    assert " ? " in rows["evian"]
    assert " oui " in rows["clermont-metro"]
    assert "déjà sur data.gouv.fr : oui, Un moissonneur DCAT" in told


def test_what_an_administrator_answered_of_data_gouv_fr_is_not_asked_again(run: Any) -> None:
    run("sync", "evian", "grandlyon", "--create-organizations", "--apply")
    for name in ("source-evian", "source-grandlyon"):
        found = HarvestSource.get(sources()[name]["id"])
        answered = {**json.loads(found.config), "on_data_gouv_fr": False}
        assert json.loads(found.config)["on_data_gouv_fr"] is True
        update_source(portal_context(), found.id, config=json.dumps(answered))
    told = run("sync", "evian", "grandlyon")
    assert "grandlyon : modifiée" in told
    assert "evian" not in told


def test_a_preview_is_a_trial_and_writes_nothing(run: Any, partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    partner.pages["/all.ttl"] = turtle(range(30))
    [known] = [replace(each, kind="dcat", endpoint=f"{partner.url}/all.ttl") for each in definitions()[:1]]
    monkeypatch.setattr(commands, "definitions", lambda: (known,))
    told = run("preview", known.key, "--limit", "7")
    assert [line for line in told.splitlines() if line.startswith("✓")] == [
        f"✓ Jeu {n}" for n in (0, 1, 10, 11, 12, 13, 14)
    ]
    assert "7 notice(s) lues : 7 à ajouter, 0 à modifier" in told
    assert "Notices" in told
    assert model.Session.query(model.Package).count() == 0
    assert "https://donnees.exemple.fr/10 —" in told


def test_an_unknown_key_is_told(cli: Any) -> None:
    from ckan.cli.cli import ckan

    result = cli.invoke(ckan, ["archipel", "sources", "preview", "nulle-part"])
    assert result.exit_code != 0
    assert "Source inconnue" in result.output


def test_a_prefecture_leaves_alone_the_source_of_another_that_has_the_same_address(run: Any) -> None:
    run("sync", "pref-01", "--create-organizations", "--apply")
    first = sources()["source-pref-01"]
    # As the form would have named it.
    update_source(portal_context(), first["id"], name="prefecture-de-lain")
    before = sources()["prefecture-de-lain"]

    told = run("sync", "pref-03", "--create-organizations", "--apply")

    assert "pref-03 : créée" in told
    after = sources()
    assert set(after) == {"prefecture-de-lain", "source-pref-03"}
    assert {**after["prefecture-de-lain"], "status": ""} == {**before, "status": ""}
    assert "Rien à changer" in run("sync", "pref-01", "pref-03")
    here = {each.definition.key: each.source for each in partners() if each.source}
    assert here == {"pref-01": "prefecture-de-lain", "pref-03": "source-pref-03"}
