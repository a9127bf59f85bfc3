"""What is known of a demo portal across restarts: `portal.json`, also read by scripts and browser tests."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from demo.layout import Environment

ADMINISTRATOR = "admin"
DEFAULT_PORT = 5000


class State(dict[str, Any]):
    """The content of `portal.json`: url, ini, ckan, user, password, token, services, partner."""

    def __init__(self, folder: Path, environment: Environment) -> None:
        self._file = folder / "portal.json"
        fresh = {
            "url": f"http://127.0.0.1:{int(os.environ.get('ARCHIPEL_PORT', DEFAULT_PORT))}",
            "user": ADMINISTRATOR,
            "password": secrets.token_hex(8),
            "agent_password": secrets.token_hex(8),
            "secret": secrets.token_hex(24),
        }
        known = json.loads(self._file.read_text()) if self._file.exists() else {}
        super().__init__({**fresh, **known, "ini": str(folder / "ckan.ini"), "ckan": str(environment.ckan)})

    def save(self) -> None:
        """Write the file, which holds passwords, for its owner alone."""
        self._file.touch(mode=0o600)
        self._file.write_text(json.dumps(self, indent=2) + "\n")

    def describe(self) -> str:
        """Return what a newcomer needs to know of the portal."""
        url = self["url"]
        return f"""
Le portail répond : {url}
  compte d'administration : {self["user"]}   mot de passe : {self["password"]}

Quatre choses à regarder :
  1. publier un jeu de données                  {url}/dataset/new
  2. l'export DCAT que data.gouv.fr moissonne   {url}/catalog.ttl
  3. moissonner le catalogue d'un partenaire    {url}/moissonnage/sources/nouvelle   (adresse : {self["partner"]})
  4. les projets du laboratoire                 {url}/projet/
"""
