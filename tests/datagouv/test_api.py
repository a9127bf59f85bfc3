"""What is asked of data.gouv.fr's API, and what is said of each of its refusals; the answers are ours."""

import json
from typing import Any

import pytest

from ckanext.archipel.datagouv.api import Answer, DataGouv, DataGouvError
from ckanext.archipel.datagouv.reasons import counts, moment, reason, validation


class Platform:
    """Answers what it was told to, and remembers what it was asked."""

    def __init__(self, *answers: tuple[int, Any]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str, Any]] = []

    def send(self, method: str, path: str, body: bytes | None) -> Answer:
        self.asked.append((method, path, json.loads(body) if body else None))
        status, told = self.answers.pop(0)
        return Answer(status, told if isinstance(told, bytes) else json.dumps(told).encode())


def test_every_page_of_sources_is_read_at_the_address_of_the_configuration() -> None:
    platform = Platform(
        (200, {"data": [{"id": "1"}], "next_page": "https://ailleurs.example/page/2"}),
        (200, {"data": [{"id": "2"}], "next_page": None}),
    )
    assert [source["id"] for source in DataGouv(platform.send).sources("abc")] == ["1", "2"]
    assert [path for _, path, _ in platform.asked] == [
        f"/harvest/sources/?organization=abc&page={page}&page_size=50" for page in (1, 2)
    ]


def test_what_identifies_something_stays_in_its_place_in_the_address() -> None:
    platform = Platform((200, {"id": "1"}))
    DataGouv(platform.send).organization("../../me")
    assert platform.asked[0][1] == "/organizations/..%2F..%2Fme/"


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (400, {"errors": {"backend": "Unknown backend"}, "message": "non"}, ["backend : Unknown backend", "Corrigez"]),
        (400, {"message": "Source is not validated."}, ["Source is not validated."]),
        (400, {"errors": {"organization": "Permission refusée"}}, ["administrateur ou éditeur", "Permission refusée"]),
        (401, {"message": "Invalid API token"}, ["clé", "ckanext.archipel.datagouv.api_key"]),
        (403, {"message": "Forbidden"}, ["administrateur ou éditeur"]),
        (404, {}, ["identifiant", "profil"]),
        (410, {}, ["supprimée"]),
        (418, {"message": "théière"}, ["418", "théière"]),
        (429, {}, ["quelques minutes"]),
        (500, b"<html>", ["en panne", "Réessayez"]),
        (503, b"", ["en panne", "503"]),
        (302, {}, ["ckanext.archipel.datagouv.url"]),
        (200, b"<html>accueil</html>", ["ckanext.archipel.datagouv.url"]),
        (200, [], ["ckanext.archipel.datagouv.url"]),
    ],
)
def test_each_refusal_says_what_to_do(status: int, body: Any, words: list[str]) -> None:
    with pytest.raises(DataGouvError) as refused:
        DataGouv(Platform((status, body)).send).organization("abc")
    assert [word for word in words if word not in str(refused.value)] == []


def test_a_list_that_is_none_is_refused() -> None:
    with pytest.raises(DataGouvError):
        list(DataGouv(Platform((200, {"data": "rien"})).send).sources("abc"))


def test_a_source_that_never_ran_has_no_last_job() -> None:
    assert DataGouv(Platform((200, {"data": [], "next_page": None})).send).last_job("s") is None


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("missing identifier", "pas d'identifiant"),
        ("Identifier 'x' already exists", "même identifiant"),
        ("Item has another owner", "autre organisation"),
        ('ValidationError (Dataset:None) (1.url.URL invalide "http://a.lan": x)', "http://a.lan"),
        ("ValidationError (geom.Invalid MultiPolygon: …)", "géométrie"),
        ("404 Client Error: Not Found for url: https://a.fr", "404"),
        ("HTTPSConnectionPool: Max retries exceeded", "joindre"),
        ("du jamais vu", "du jamais vu"),
    ],
)
def test_the_reasons_of_the_platform_are_said_in_french(message: str, words: str) -> None:
    assert words in reason([{"message": message}])


def test_numbers_dates_and_validation_are_said_in_french() -> None:
    assert counts({"done": 12, "failed": 1, "archived": 2, "pending": 0}) == "12 pris, 1 refusé, 2 archivés"
    assert counts({}) == "aucun jeu de données"
    assert moment("2026-11-25T01:03:00+01:00") == "25/11/2026 à 00:03 (temps universel)"
    assert moment(None) == "date inconnue"
    refused = {"validation": {"state": "refused", "comment": "Doublon"}, "active": False}
    assert validation(refused) == "refusée : Doublon, désactivée"
