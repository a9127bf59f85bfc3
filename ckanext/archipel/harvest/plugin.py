"""Plugin `archipel_harvest`: only wires the package into CKAN."""

import ckan.plugins as p


class ArchipelHarvestPlugin(p.SingletonPlugin):
    """Wires `ckanext.archipel.harvest` into CKAN."""
