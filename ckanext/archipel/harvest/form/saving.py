"""Saves a source through the actions of ckanext-harvest, as any client would."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.munge import munge_title_to_name
from ckanext.harvest.model import HarvestSource

from ckanext.archipel.harvest import SOURCE_TYPE
from ckanext.archipel.harvest.access import context
from ckanext.archipel.harvest.form.fields import Errors, Values, configuration_of, of_source
from ckanext.archipel.harvest.settings import Configuration
from ckanext.archipel.harvest.source_update import update_source

OUR_FIELDS = ("url", "title", "frequency", "owner_org")


class RefusedError(Exception):
    """The source was refused; `errors` tells why, by field."""

    def __init__(self, errors: Errors) -> None:
        """Keep the errors."""
        super().__init__(errors)
        self.errors = errors


def values_of(source: HarvestSource, configuration: Configuration) -> Values:
    """Return the fields of a source that is saved."""
    kept = {name: getattr(source, name) for name in ("url", "title", "frequency", "active")}
    return of_source(kept, model.Package.get(source.id).owner_org or "", configuration)


def save(values: Values, source_id: str | None) -> dict[str, Any]:
    """Create a source, or change the one of this id; RefusedError when something is wrong."""
    data: dict[str, Any] = {name: values[name] for name in OUR_FIELDS}
    data |= {"source_type": SOURCE_TYPE, "config": configuration_of(values).to_json()}
    data["state"] = "active" if values["active"] else "deleted"
    try:
        if source_id:
            return update_source(context(), source_id, **data)
        data["name"] = _free_name(values["title"])
        return dict(tk.get_action("harvest_source_create")(context(), data))
    except tk.ValidationError as error:
        raise RefusedError(_in_french(error.error_dict)) from error


def _free_name(title: str) -> str:
    """Return an address for the page of a source that nothing has yet."""
    base = munge_title_to_name(title)[:90] or "source"
    taken = {name for (name,) in model.Session.query(model.Package.name).filter(model.Package.name.startswith(base))}
    return next(
        name for number in range(len(taken) + 1) if (name := f"{base}-{number}" if number else base) not in taken
    )


def _in_french(errors: dict[str, Any]) -> Errors:
    """Say in words what ckanext-harvest refuses."""
    known = {
        "url": tk._(
            "Another source already has this address (whatever follows its “?”) and these settings: "
            "change that one, or a setting of this one."
        )
    }
    return {name: [known[name]] if name in known else [str(text) for text in texts] for name, texts in errors.items()}
