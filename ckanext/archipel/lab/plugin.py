"""Plugin `archipel_lab`: only wires the package into CKAN."""

import ckan.plugins as p


class ArchipelLabPlugin(p.SingletonPlugin):
    """Wires `ckanext.archipel.lab` into CKAN."""
