"""The one list of what is fetched when the package is built, whether as a wheel or in place."""

from __future__ import annotations

import os
import sys

from assets_build import dsfr, territory

SKIP = "ARCHIPEL_SKIP_ASSETS"


def build_assets() -> None:
    """Fetch every asset of the package, unless the environment says to do without."""
    if os.environ.get(SKIP, "").lower() in ("1", "true", "yes"):
        missing = "ni le Système de Design de l'État, ni la liste des communes"
        sys.stderr.write(f"{SKIP} est posé : le paquet n'a {missing}.\n")
        return
    dsfr.build()
    territory.build()
