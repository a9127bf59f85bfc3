"""The pages that create and change a source; what is typed can be tried before it is saved."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from flask import Blueprint, make_response
from flask.typing import ResponseReturnValue

from ckanext.archipel.csrf import protect_forms
from ckanext.archipel.harvest import settings
from ckanext.archipel.harvest.access import managed_organizations, managed_source, sign_in
from ckanext.archipel.harvest.form import fields, partners, saving
from ckanext.archipel.harvest.form.fields import Errors, Values
from ckanext.archipel.harvest.kinds.registry import KINDS, kind_of_url
from ckanext.archipel.harvest.trial import store as trials
from ckanext.archipel.harvest.trial import work as trial_work

archipel_harvest_form = Blueprint("archipel_harvest_form", __name__, url_prefix="/moissonnage/sources")
archipel_harvest_form.before_request(sign_in)
archipel_harvest_form.before_request(protect_forms)


@archipel_harvest_form.route("/nouvelle")
def new() -> ResponseReturnValue:
    """Show the form of a new source: empty, as it was tried, or as a known partner fills it in."""
    organizations = managed_organizations()
    first = organizations[0]["id"] if len(organizations) == 1 else ""
    by_name = {each["name"]: each["id"] for each in organizations}
    key, chosen = (str(tk.request.args.get(name, "")) for name in ("partenaire", "organisation"))
    known = partners.values_of(key, by_name, chosen)
    return _page(_tried(None) or known or fields.blank(first), {}, None, organizations)


@archipel_harvest_form.route("/nouvelle", methods=["POST"])
def create() -> ResponseReturnValue:
    """Create a source, or try it."""
    return _sent(None)


@archipel_harvest_form.route("/<source_id>")
def edit(source_id: str) -> ResponseReturnValue:
    """Show the form of a source, as it is or as it was tried."""
    source = managed_source(source_id)
    try:
        configuration, errors = settings.read(source.config), {}
    except ValueError as error:
        configuration, errors = settings.Configuration(), {"config": [str(error)]}
    values = _tried(source.id) or saving.values_of(source, configuration)
    return _page(values, errors, source, managed_organizations())


@archipel_harvest_form.route("/<source_id>", methods=["POST"])
def change(source_id: str) -> ResponseReturnValue:
    """Change a source, or try it."""
    return _sent(managed_source(source_id))


def _sent(source: Any) -> ResponseReturnValue:
    organizations = managed_organizations()
    values = fields.of_form(tk.request.form)
    managed, known_licences = ({each["id"] for each in listed} for listed in (organizations, licences()))
    given = settings.organizations_of(source.config if source else None)
    errors = fields.errors_of(values, managed, given, known_licences)
    source_id = source.id if source else None
    if errors:
        return _page(values, errors, source, organizations)
    if tk.request.form.get("step") == "try":
        try:
            trial_id = trial_work.start(values, source_id, tk.current_user.id)
        except trials.TooManyError:
            tk.h.flash_error(tk._("You started many trials: what you typed is below, try it again in an hour."))
            return make_response(_page(values, {}, source, organizations), 429)
        return tk.redirect_to("archipel_harvest_trial.show", trial_id=trial_id)
    try:
        saved = saving.save(values, source_id)
    except saving.RefusedError as refused:
        return _page(values, refused.errors, source, organizations)
    tk.h.flash_success(tk._("The source is saved."))
    return tk.redirect_to("archipel_harvest.source", source_id=saved["name"])


def _tried(source_id: str | None) -> Values | None:
    trial = trials.get(str(tk.request.args.get("essai", "")))
    if trial is None or trial["user"] != tk.current_user.id or trial["source_id"] != source_id:
        return None
    return dict(trial["values"])


def _page(values: Values, errors: Errors, source: Any, organizations: list[dict[str, Any]]) -> ResponseReturnValue:
    detected = kind_of_url(values["url"])
    given = settings.organizations_of(source.config if source else None)
    variables = {
        "values": values,
        "errors": errors,
        "source": source,
        "organizations": organizations,
        "owners": _owners(organizations, given),
        "kinds": KINDS.values(),
        "detected": detected.title() if detected else "",
        "licences": licences(),
        "frequencies": fields.FREQUENCIES,
        "limits": {name: tk.config[f"ckanext.archipel.harvest.{name}"] for name in fields.LIMITS},
    }
    return tk.render("archipel_harvest/form.html", extra_vars=variables)


def _owners(managed: list[dict[str, Any]], given: frozenset[str]) -> list[dict[str, str]]:
    """List the organizations that may be given datasets: those one administers, and those that already are."""
    others = [model.Group.get(each) for each in sorted(given - {each["id"] for each in managed})]
    choices = [{"value": each["id"], "text": each["display_name"]} for each in managed]
    return [*choices, *({"value": each.id, "text": each.title or each.name} for each in others if each)]


def licences() -> list[dict[str, str]]:
    """List the licences that a source may be supposed to have."""
    register = model.Package.get_license_register()
    return [{"id": key, "title": licence.title} for key, licence in register.items()]
