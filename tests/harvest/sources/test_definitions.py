"""The catalogues of the region as data: strictly checked, compared with the portal, tried without writing."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ckanext.archipel.harvest.kinds.registry import KINDS, kind_of_url
from ckanext.archipel.harvest.sources import checking
from ckanext.archipel.harvest.sources.compare import differences, wanted
from ckanext.archipel.harvest.sources.definition import Definition, DefinitionError, definitions, load, read
from ckanext.archipel.harvest.sources.proposals import Proposal, is_to_be_looked_up, proposals
from tests.harvest.kinds.conftest import Memory, partner, source

ENTRY: dict[str, Any] = {
    "key": "exemple",
    "owner": "Ville d'exemple",
    "organization": {"name": "ville-exemple", "title": "Ville d'exemple"},
    "territory": ["fr:departement:38"],
    "kind": "csw",
    "endpoint": "https://partenaire.exemple.fr/geonetwork/srv/fre/csw",
    "schedule": "WEEKLY",
    "confidence": "high",
    "evidence": "Vu.",
    "already_on_datagouv": "no",
    "datagouv_evidence": "Absent de data.gouv.fr.",
    "ready": True,
}


def definition(**changes: Any) -> Definition:
    return read({**ENTRY, **changes}, "essai")


def test_all_the_catalogues_of_the_region_are_there() -> None:
    found = definitions()
    assert sum(entry.ready for entry in found) == 26
    assert sum(not entry.ready for entry in found) == 25
    assert [entry.ready for entry in found] == sorted((entry.ready for entry in found), reverse=True)
    codes = ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74")
    assert {f"geoide-ddt{code}" for code in codes} <= {entry.key for entry in found}


def test_every_catalogue_says_what_it_is_known_from_and_is_what_its_address_looks_like() -> None:
    for entry in definitions():
        assert len(entry.evidence) > 10
        if entry.ready:
            assert kind_of_url(entry.endpoint) is KINDS[entry.kind], entry.key


def test_no_two_ready_catalogues_are_the_same() -> None:
    ready = [entry for entry in definitions() if entry.ready]
    assert len({entry.endpoint for entry in ready}) == len(ready)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"couleur": "bleue"}, "champ inconnu « couleur »"),
        ({"key": "Exemple !"}, "clé"),
        ({"endpoint": "ftp://a.fr"}, "http"),
        ({"kind": "wms"}, "type"),
        ({"kind": ""}, "source prête"),
        ({"schedule": "HOURLY"}, "rythme"),
        ({"confidence": "sure"}, "confiance"),
        ({"evidence": " "}, "evidence"),
        ({"territory": ["Atlantide"]}, "territoire"),
        ({"organization": {"name": "x"}}, "nom et un titre"),
        ({"siren": "123456789"}, "SIREN"),
        ({"filters": {"couleur": "bleue"}}, "filtre"),
        ({"owner": 3}, "texte"),
        ({"ready": "oui"}, "ready"),
        ({"already_on_datagouv": "peut-être"}, "already_on_datagouv"),
        ({"already_on_datagouv": True}, "entre guillemets"),
        ({"datagouv_evidence": ""}, "datagouv_evidence"),
        ({"rank": "1"}, "rang"),
        ({"rank": True}, "rang"),
    ],
)
def test_a_wrong_definition_is_refused_with_its_fault(changes: dict[str, Any], word: str) -> None:
    with pytest.raises(DefinitionError, match=word):
        definition(**changes)


@pytest.mark.parametrize("field", ["already_on_datagouv", "datagouv_evidence"])
def test_a_definition_says_whether_data_gouv_fr_has_its_datasets_already(field: str) -> None:
    with pytest.raises(DefinitionError, match=field):
        read({name: value for name, value in ENTRY.items() if name != field}, "essai")


@pytest.mark.parametrize("text", ["{}", "- 3", "- key: a", "- {key: a, territory: 3}"])
def test_a_wrong_file_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"x\.yaml"):
        load(tmp_path / "x.yaml")


def test_the_french_identifiers_of_organisations_are_true() -> None:
    assert sum(bool(entry.siren) for entry in definitions()) >= 8


def test_a_source_as_defined_has_no_difference_whether_it_runs_or_not() -> None:
    for enabled in (False, True):
        assert differences(definition(), wanted(definition(), enabled=enabled)) == []


@pytest.mark.parametrize(("already", "left_out"), [("yes", True), ("unknown", True), ("no", False)])
def test_what_may_be_on_data_gouv_fr_already_is_not_sent_there_again(already: str, left_out: bool) -> None:
    defined = definition(already_on_datagouv=already)
    assert json.loads(wanted(defined, enabled=True)["config"])["on_data_gouv_fr"] is left_out


@pytest.mark.parametrize(("already", "kept"), [("yes", False), ("unknown", True), ("no", True)])
def test_what_a_person_answered_stands_where_nobody_knew(already: str, kept: bool) -> None:
    here = {**wanted(definition(), enabled=True), "config": '{"kind": "csw", "on_data_gouv_fr": false}'}
    changes: dict[str, Any] = {"already_on_datagouv": already, "territory": []}
    assert (differences(definition(**changes), here) == []) is kept
    # Another setting that changes does not take the answer along.
    [found] = differences(definition(**{**changes, "default_licence": "lov2"}), here)
    assert json.loads(found.defined)["on_data_gouv_fr"] is not kept


def test_a_source_that_nobody_answered_for_is_told_of() -> None:
    here = {**wanted(definition(), enabled=True), "config": '{"kind": "csw"}'}
    [found] = differences(definition(already_on_datagouv="unknown", territory=[]), here)
    assert json.loads(found.defined)["on_data_gouv_fr"] is True


def test_differences_are_told_in_french_and_settings_added_here_are_left() -> None:
    here = {**wanted(definition(), enabled=True), "url": "https://ancien.fr/csw"}
    here["config"] = json.dumps({**json.loads(here["config"]), "keep_personal_contacts": True})
    [difference] = differences(definition(), here)
    assert str(difference) == (
        "adresse : « https://ancien.fr/csw » ici, "
        "« https://partenaire.exemple.fr/geonetwork/srv/fre/csw » dans la définition"
    )


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"dcat"}))
def test_a_catalogue_that_answers_is_told_with_what_it_holds(kind: str) -> None:
    outcome = checking.check(definition(kind=kind, endpoint=source(kind).url), partner())
    assert outcome.reachable
    assert outcome.told.startswith(f"{kind} : ")


@pytest.mark.parametrize("faults", ["arret", ""])
def test_a_catalogue_that_does_not_answer_or_is_unknown_is_told(faults: str) -> None:
    unknown = replace(definition(), kind="", endpoint="https://a.exemple.fr/")
    outcome = checking.check(definition() if faults else unknown, partner(*faults.split()))
    assert not outcome.reachable
    assert outcome.told


def test_organisations_found_by_name_are_only_proposed() -> None:
    answer = {
        "data": [{"name": "Préfecture de l'Isère", "id": "a" * 24}, {"name": "Préfecture de la Drôme", "id": "b" * 24}]
    }
    read_ = Memory(lambda _: json.dumps(answer).encode())
    entry = definition(kind="udata", endpoint="https://www.data.gouv.fr", search="préfecture de l'Isère", ready=False)
    outcome = checking.check(entry, read_)
    assert "à choisir vous-même" in outcome.told
    assert "a" * 24 in outcome.told
    assert [request.url for request in read_.asked] == [
        "https://www.data.gouv.fr/api/1/organizations/?q=pr%C3%A9fecture+de+l%27Is%C3%A8re&page_size=5"
    ]


def test_only_what_may_be_an_organisation_is_proposed() -> None:
    entries: list[Any] = [
        {"name": "Préfecture de l'Isère", "id": "a" * 24, "metrics": {"datasets": 12}},
        {"name": "Sans numéro", "id": "../../admin"},
        {"name": "", "id": "b" * 24},
        {"name": "Sans compte", "id": "c" * 24, "metrics": {"datasets": "beaucoup"}},
        "autre chose",
    ]
    entry = definition(kind="udata", endpoint="https://www.data.gouv.fr", search="isère", ready=False)
    found = proposals(entry, Memory(lambda _: json.dumps({"data": entries}).encode()))
    assert found == [Proposal("a" * 24, "Préfecture de l'Isère", 12), Proposal("c" * 24, "Sans compte", None)]
    assert found[0].page == f"https://www.data.gouv.fr/organizations/{'a' * 24}/"


def test_the_notes_are_in_french_and_name_what_the_form_shows() -> None:
    looked_up = [each for each in definitions() if is_to_be_looked_up(each)]
    assert len(looked_up) == 13
    for each in definitions():
        assert "organization" not in each.note, each.key
    assert all("« Seulement cette organisation »" in each.note for each in looked_up)
