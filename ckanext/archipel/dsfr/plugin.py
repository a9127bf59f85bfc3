"""Plugin `archipel_dsfr`: only wires the theme into CKAN; without it the portal keeps CKAN's own look."""

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.archipel.dsfr import helpers, views
from ckanext.archipel.portal.translation import OurTranslation


@tk.blanket.blueprints([views.archipel_dsfr])
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class ArchipelDsfrPlugin(p.SingletonPlugin, OurTranslation):
    """Wires `ckanext.archipel.dsfr` into CKAN."""

    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)

    def update_config(self, config: CKANConfig) -> None:
        """Register the templates and the static files."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
