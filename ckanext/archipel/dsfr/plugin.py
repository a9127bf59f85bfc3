"""Plugin `archipel_dsfr`: only wires the package into CKAN."""

import ckan.plugins as p


class ArchipelDsfrPlugin(p.SingletonPlugin):
    """Wires `ckanext.archipel.dsfr` into CKAN."""
