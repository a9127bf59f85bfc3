"""Plugin `archipel_dsfr`: only wires the theme into CKAN; without it the portal keeps CKAN's own look."""

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.archipel.dsfr import helpers, views


@tk.blanket.blueprints([views.archipel_dsfr])
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class ArchipelDsfrPlugin(p.SingletonPlugin):
    """Wires `ckanext.archipel.dsfr` into CKAN."""

    p.implements(p.IConfigurer)

    def update_config(self, config: CKANConfig) -> None:
        """Register the templates and the static files."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
