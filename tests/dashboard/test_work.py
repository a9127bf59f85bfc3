"""How the datasets of a publisher are sorted by what they ask for."""

from datetime import date
from typing import Any

from ckanext.archipel.dashboard.work import Entry, Work, sort
from ckanext.archipel.quality.measure import measure

TODAY = date(2026, 11, 24)
MONTHLY = "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
FILE = {"id": "f", "url": "https://a.fr/a.csv", "name": "Fichier"}


def dataset(name: str, **changes: Any) -> dict[str, Any]:
    return {"name": name, "state": "active", "resources": [], **changes}


def work(*datasets: dict[str, Any], broken: set[str] | None = None, errors: dict[str, int] | None = None) -> Work:
    return sort(datasets, TODAY, broken or set(), errors or {}, lambda d: list(measure(d, TODAY).missing))


def names(entries: list[Entry]) -> list[str]:
    return [entry.dataset["name"] for entry in entries]


def test_a_draft_is_a_draft_and_nothing_else() -> None:
    found = work(
        dataset("a", state="draft", frequency=MONTHLY, modified="2020-01-01", resources=[FILE]), broken={FILE["url"]}
    )
    assert names(found.drafts) == ["a"]
    assert (found.pressing, found.poor) == (0, [])


def test_the_latest_promise_broken_comes_first() -> None:
    found = work(
        dataset("b", frequency=MONTHLY, modified="2026-10-01"),
        dataset("a", frequency=MONTHLY, modified="2026-01-01"),
        dataset("c", frequency=MONTHLY, modified="2026-11-20"),
        dataset("d", modified="2001-01-01"),
    )
    assert names(found.overdue) == ["a", "b"]
    assert found.overdue[1].since == date(2026, 11, 1)


def test_broken_links_and_tables_with_errors_are_told_by_file() -> None:
    sound = {**FILE, "id": "g", "url": "https://a.fr/b.csv"}
    found = work(dataset("a", resources=[FILE, sound]), broken={FILE["url"]}, errors={"f": 3, "g": 12})
    assert [entry.resource["id"] for entry in found.broken] == ["f"]
    assert [(entry.resource["id"], entry.number) for entry in found.invalid] == [("g", 12), ("f", 3)]
    assert found.pressing == 3


def test_the_datasets_that_would_gain_most_come_first_and_ten_are_enough() -> None:
    found = work(*(dataset(f"vide-{number}") for number in range(12)), dataset("mieux", notes="x" * 120))
    assert len(found.poor) == 10
    assert "mieux" not in names(found.poor)
