"""Plugin `archipel_harvest`: only wires the package into CKAN."""

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckanext.harvest.interfaces import IHarvester
from flask import Blueprint

from ckanext.archipel.harvest import action, auth
from ckanext.archipel.harvest.form.views import archipel_harvest_form
from ckanext.archipel.harvest.harvester import ArchipelHarvester
from ckanext.archipel.harvest.locks import action as locks_action
from ckanext.archipel.harvest.locks import auth as locks_auth
from ckanext.archipel.harvest.locks.views import archipel_harvest_dataset
from ckanext.archipel.harvest.overview import helpers, words
from ckanext.archipel.harvest.overview.partner_views import archipel_harvest_partner
from ckanext.archipel.harvest.overview.run_views import archipel_harvest_run
from ckanext.archipel.harvest.overview.views import archipel_harvest
from ckanext.archipel.harvest.runs import action as runs_action
from ckanext.archipel.harvest.runs import auth as runs_auth
from ckanext.archipel.harvest.stock_pages import archipel_harvest_stock
from ckanext.archipel.harvest.trial.views import archipel_harvest_trial
from ckanext.archipel.portal import order


def _actions() -> dict[str, Any]:
    return {**action.get_actions(), **locks_action.get_actions(), **runs_action.get_actions()}


def _auth_functions() -> dict[str, Any]:
    return {**auth.get_auth_functions(), **locks_auth.get_auth_functions(), **runs_auth.get_auth_functions()}


def _helpers() -> dict[str, Any]:
    return {name: getattr(module, name) for module in (helpers, words) for name in module.__all__}


@tk.blanket.actions(_actions)
@tk.blanket.auth_functions(_auth_functions)
@tk.blanket.helpers(_helpers)
class ArchipelHarvestPlugin(p.SingletonPlugin, ArchipelHarvester):
    """Wires `ckanext.archipel.harvest` into CKAN."""

    p.implements(p.IBlueprint)
    p.implements(p.IConfigurer)
    p.implements(IHarvester)

    def update_config(self, config: CKANConfig) -> None:
        """Refuse a `ckan.plugins` that lacks what we need; register the templates."""
        order.check(tk.aslist(config.get("ckan.plugins")))
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "archipel_harvest")

    def get_blueprint(self) -> list[Blueprint]:
        """Serve the pages of the administrators: the form of a source, its trials, how harvests go."""
        return [
            archipel_harvest,
            archipel_harvest_partner,
            archipel_harvest_run,
            archipel_harvest_form,
            archipel_harvest_trial,
            archipel_harvest_dataset,
            archipel_harvest_stock,
        ]
