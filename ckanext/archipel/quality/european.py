"""The 23 indicators of data.europa.eu (MQA, 405 points), for what the portal exports of a dataset. Free of CKAN."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.quality.criterion import File, Metric, Result, Status, file_of
from ckanext.archipel.quality.facts import Facts
from ckanext.archipel.rdf.coverage import covers_surface, territories, zones
from ckanext.archipel.rdf.fields import field
from ckanext.archipel.rdf.formats import FILE_TYPES
from ckanext.archipel.rdf.values import IANA, as_list
from ckanext.archipel.vocabulary import vocabulary

Entry = dict[str, Any]
EU_LICENCES = "http://publications.europa.eu/resource/authority/licence/"
MAINTAINERS = ("contact_name", "contact_email", "maintainer", "maintainer_email", "author", "author_email")
PUBLISHERS = ("publisher", "publisher_name", "organization", "owner_org")


@cache
def _formats(group: str) -> frozenset[str]:
    lists = yaml.safe_load((Path(__file__).parent / "formats.yaml").read_text(encoding="utf-8"))
    return frozenset(FILE_TYPES + code for code in lists[group])


def european(facts: Facts) -> Metric:
    """Return the points data.europa.eu would give; of several files, as there, the best one counts."""
    candidates = [_file(facts, entry) for entry in facts.files] or [_no_file()]
    best = max(candidates, key=lambda results: sum(result.points for result in results))
    return Metric("mqa", [*_dataset(facts), *best, _compliance(facts.conforms)])


def _compliance(conforms: bool | None) -> Result:
    # What is broken is told, with the field that mends it, by the report of the check itself.
    return Result("dcat-ap", 0 if conforms is False else 30, 30, "", "assumed" if conforms is None else "checked")


def _dataset(facts: Facts) -> list[Result]:
    exported = facts.exported
    access = str(exported.get("access_rights") or "")
    listed = {term.uri for term in vocabulary("access_right").terms}
    return [
        _result("keyword", 30, "mots-cles", bool(_keywords(exported))),
        _result("theme", 30, "thematiques", bool(as_list(exported.get("theme")))),
        _result("spatial", 20, "territoire", _has_place(exported)),
        _result("temporal", 20, "periode", bool(as_dicts(exported.get("temporal_coverage")))),
        _result("access-rights", 10, "acces", bool(access)),
        _result("access-rights-vocabulary", 5, "acces", access in listed),
        _result("contact", 20, "contact", any(_said(exported, key) for key in ("contact", *MAINTAINERS))),
        _result("publisher", 10, "producteur", any(_said(exported, key) for key in PUBLISHERS)),
        _result("issued", 5, "publication", bool(exported.get("issued"))),
        _result("modified", 5, "mise-a-jour", bool(exported.get("modified"))),
    ]


def _keywords(exported: Entry) -> list[str]:
    named = [str(tag["name"]) for tag in exported["tags"]]
    return named or [word for word in str(exported.get("tag_string") or "").split(",") if word.strip()]


def _has_place(exported: Entry) -> bool:
    places = as_dicts(exported.get("spatial_coverage"))
    return bool(places) or covers_surface(exported) or bool(territories(exported)) or any(zones(exported))


def _said(exported: Entry, key: str) -> bool:
    value = field(exported, key)
    return bool(as_dicts(value)) if key in ("contact", "publisher") else bool(value)


def _of_list(file: Entry, key: str, authority: str) -> bool:
    return str(file.get(key) or "").startswith(authority)


# Slug, points, remedy, and the share of the points that a file gets.
FILE_CRITERIA: tuple[tuple[str, int, str, Callable[[Entry], float]], ...] = (
    ("download-url", 20, "telechargement", lambda file: bool(file.get("download_url"))),
    ("format", 20, "format", lambda file: bool(file.get("format"))),
    ("media-type", 10, "format", lambda file: bool(file.get("mimetype"))),
    (
        "format-vocabulary",
        10,
        "format",
        lambda file: (_of_list(file, "format", FILE_TYPES) + _of_list(file, "mimetype", IANA)) / 2,
    ),
    ("non-proprietary", 20, "format-ouvert", lambda file: file.get("format") in _formats("non_proprietary")),
    ("machine-readable", 20, "format-ouvert", lambda file: file.get("format") in _formats("machine_readable")),
    ("licence", 20, "licence", lambda file: bool(file.get("license"))),
    ("licence-vocabulary", 10, "licence", lambda file: str(file.get("license") or "").startswith(EU_LICENCES)),
    ("rights", 5, "droits", lambda file: bool(file.get("rights"))),
    ("byte-size", 5, "taille", lambda file: bool(file.get("size"))),
)
LINKS = (("access-url-status", 50, "access_url"), ("download-url-status", 30, "download_url"))


def _file(facts: Facts, file: Entry) -> list[Result]:
    name = (file_of(file),)
    results = [_result(slug, points, remedy, test(file), name) for slug, points, remedy, test in FILE_CRITERIA]
    for slug, points, key in LINKS:
        if not (address := file.get(key)):
            results.append(Result(slug, 0, points, "telechargement", "checked", name))
            continue
        answer = facts.answered(address)
        status: Status = "assumed" if answer is None else "checked"
        results.append(Result(slug, 0 if answer is False else points, points, "lien", status, name))
    return results


def _no_file() -> list[Result]:
    links = [(slug, points) for slug, points, _ in LINKS]
    return [Result(slug, 0, points, "fichier") for slug, points in [(c[0], c[1]) for c in FILE_CRITERIA] + links]


def _result(slug: str, points: int, remedy: str, share: float, files: tuple[File, ...] = ()) -> Result:
    return Result(slug, int(points * share), points, remedy, "checked", files)
