"""The known catalogues of the region, and the organizations of data.gouv.fr that some of them may be."""

import ckan.plugins.toolkit as tk
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.harvest.access import managed_organizations, sign_in
from ckanext.archipel.harvest.asking import ask_at_once
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.form import partners
from ckanext.archipel.harvest.kinds.registry import KINDS
from ckanext.archipel.harvest.sources.proposals import is_to_be_looked_up, proposals

archipel_harvest_partner = Blueprint("archipel_harvest_partner", __name__, url_prefix="/moissonnage/partenaires")
archipel_harvest_partner.before_request(sign_in)


@archipel_harvest_partner.route("")
def index() -> ResponseReturnValue:
    """Show the known catalogues of the region, each with what fills in the form of its source."""
    managed_organizations()
    every = partners.partners()
    variables = {
        "ready": [each for each in every if each.definition.ready],
        "unsure": [each for each in every if not each.definition.ready],
        "kinds": {name: kind.title() for name, kind in KINDS.items()},
    }
    return tk.render("archipel_harvest/partners.html", extra_vars=variables)


@archipel_harvest_partner.route("/<key>/organisations")
def organizations(key: str) -> ResponseReturnValue:
    """Propose the organizations of data.gouv.fr that a catalogue may be; choosing one only fills in the form."""
    managed_organizations()
    definition = partners.known(key)
    if definition is None or not is_to_be_looked_up(definition):
        return tk.abort(404, tk._("This catalogue has no organization to be chosen."))
    try:
        found, problem = proposals(definition, ask_at_once), ""
    except PageError as error:
        found, problem = [], str(error)
    variables = {"partner": definition, "proposals": found, "problem": problem}
    return tk.render("archipel_harvest/proposals.html", extra_vars=variables)
