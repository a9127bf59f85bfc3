"""The page of a trial: how far it is, then what would arrive."""

import ckan.plugins.toolkit as tk
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.csrf import protect_forms
from ckanext.archipel.harvest.access import sign_in
from ckanext.archipel.harvest.trial import reading, store

archipel_harvest_trial = Blueprint("archipel_harvest_trial", __name__, url_prefix="/moissonnage/essais")
archipel_harvest_trial.before_request(sign_in)
archipel_harvest_trial.before_request(protect_forms)


@archipel_harvest_trial.route("/<trial_id>")
def show(trial_id: str) -> ResponseReturnValue:
    """Show a trial to who asked for it."""
    trial = store.get(trial_id)
    if trial is None or trial["user"] != tk.current_user.id:
        return tk.abort(404, tk._("This trial does not exist, or no longer: a trial is kept for an hour."))
    variables = {"trial": trial, "most": reading.DEFAULT.most, "seconds": int(reading.DEFAULT.seconds)}
    return tk.render("archipel_harvest/trial.html", extra_vars=variables)
