"""Plugin `archipel`: wires schemas, keywords, territories, RDF pages, reports and commands into CKAN."""

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultTranslation

from ckanext.archipel import cli
from ckanext.archipel.paths import data_root


@tk.blanket.cli(cli.get_commands)
@tk.blanket.config_declarations
class ArchipelPlugin(p.SingletonPlugin, DefaultTranslation):  # type: ignore[misc]
    """The core of the portal; the harvest, the lab and the theme are plugins of their own."""

    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)

    def update_config(self, config: CKANConfig) -> None:
        """Register templates."""
        tk.add_template_directory(config, "templates")

    def i18n_directory(self) -> str:
        """Return the folder of our catalogues, which also fill the gaps of CKAN's French."""
        return str(data_root() / "i18n")
