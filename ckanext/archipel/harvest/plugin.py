"""Plugin `archipel_harvest`: only wires the package into CKAN."""

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckanext.harvest.interfaces import IHarvester

from ckanext.archipel.harvest import action, auth
from ckanext.archipel.harvest.harvester import ArchipelHarvester
from ckanext.archipel.portal import order


@tk.blanket.actions(action.get_actions)
@tk.blanket.auth_functions(auth.get_auth_functions)
class ArchipelHarvestPlugin(p.SingletonPlugin, ArchipelHarvester):
    """Wires `ckanext.archipel.harvest` into CKAN."""

    p.implements(p.IConfigurer)
    p.implements(IHarvester)

    def update_config(self, config: CKANConfig) -> None:
        """Refuse a `ckan.plugins` that lacks what we need."""
        order.check(tk.aslist(config.get("ckan.plugins")))
