"""The nine criteria of data.gouv.fr as a metric: one point each, with the remedy of each. Free of CKAN."""

from ckanext.archipel.datagouv.score import score
from ckanext.archipel.quality.criterion import Metric, Result, Status, file_of
from ckanext.archipel.quality.facts import Facts

# data.gouv.fr's name for the criterion, our slug for it, the remedy.
CRITERIA = (
    ("licence", "licence", "licence"),
    ("période", "temporal-coverage", "periode"),
    ("territoire", "spatial", "territoire"),
    ("fréquence", "update-frequency", "frequence"),
    ("à jour", "up-to-date", "mise-a-jour"),
    ("description", "description", "description"),
    ("format ouvert", "open-format", "format-ouvert"),
    ("fichiers disponibles", "files-available", "lien"),
    ("fichiers documentés", "files-documented", "notice"),
)
OF_FILES = frozenset({"open-format", "files-available", "files-documented"})


def french(facts: Facts) -> Metric:
    """Return the points data.gouv.fr would give."""
    met = score(facts.exported, facts.today, facts.answers).criteria
    return Metric("datagouv", [_result(facts, slug, remedy, met=met[name]) for name, slug, remedy in CRITERIA])


def _result(facts: Facts, slug: str, remedy: str, *, met: bool) -> Result:
    if slug in OF_FILES and not facts.files:
        return Result(slug, int(met), 1, "fichier")
    if slug == "up-to-date" and not facts.exported.get("frequency"):
        remedy = "frequence"
    status: Status = "checked"
    files = [file_of(file) for file in facts.files] if slug in OF_FILES else []
    if slug == "files-available":
        answers = {file_of(file): facts.answered(file.get("url")) for file in facts.files}
        files = [name for name, answer in answers.items() if answer is False]
        status = "assumed" if None in answers.values() and met else "checked"
    return Result(slug, int(met), 1, remedy, status, tuple(files))
