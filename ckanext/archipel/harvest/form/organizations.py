"""Which organization here each organization of a catalogue is: rows of a form, two fields each."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.harvest.values import line

REMOTE, LOCAL = "organization_remote", "organization_local"
MOST = 200
LONGEST = 300

Row = dict[str, str]


def of_form(form: Any) -> list[Row]:
    """Read the rows that were filled in, even by half."""
    remote, local = form.getlist(REMOTE)[:MOST], form.getlist(LOCAL)[:MOST]
    rows = (
        {"remote": line(str(name)[:LONGEST]), "local": str(owner).strip()[:LONGEST]}
        for name, owner in zip(remote, local, strict=False)
    )
    return [row for row in rows if row["remote"] or row["local"]]


def of_configuration(organizations: Mapping[str, str]) -> list[Row]:
    """Return the rows of what is set."""
    return [{"remote": name, "local": owner} for name, owner in sorted(organizations.items())]


def errors_of(rows: Iterable[Row], organizations: Collection[str]) -> list[str]:
    """Tell what is wrong with rows; `organizations` are those that may be chosen."""
    errors = []
    for row in rows:
        if not row["remote"]:
            errors.append(tk._("Write the organization as the catalogue names it, or leave the whole line empty."))
        elif row["local"] not in organizations:
            message = tk._("“{name}”: choose one of the organizations that you administer.")
            errors.append(message.format(name=row["remote"]))
    return list(dict.fromkeys(errors))


def as_configured(rows: Iterable[Row]) -> dict[str, str]:
    """Return what right rows set."""
    return {row["remote"]: row["local"] for row in rows}
