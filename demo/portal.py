"""The demo portal: its configuration, database, administrator, sample data, web server and job worker."""

import json
import os
import secrets
import socket
import string
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from demo.console import UnavailableError, step
from demo.layout import CHECKOUT, Environment
from demo.services.base import Daemon, remembered_port
from demo.stack import Stack

QUEUES = ("default", "archipel-harvest", "archipel-catalogue")
ADMINISTRATOR = "admin"
DEFAULT_PORT = 5000


class Portal:
    """A CKAN portal that lives in one folder and can be started again."""

    def __init__(self, environment: Environment, folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self._stack = Stack(environment, folder)
        self._web = Daemon("portail", folder / "run")
        self._worker = Daemon("travailleur", folder / "run")
        self._partner = Daemon("partenaire", folder / "run")
        self.ini = folder / "ckan.ini"

    def start(self) -> dict[str, object]:
        """Start everything that does not run yet; return what `portal.json` holds."""
        self._folder.mkdir(parents=True, exist_ok=True)
        state = self._state()
        self._check_port(state)
        self._stack.start()
        with step("Configuration du portail"):
            self._write_ini(state)
        if not state.get("token"):
            self._install(state)
        self._serve(state)
        if not state.get("samples") and os.environ.get("ARCHIPEL_SAMPLES") != "0":
            self._load_samples(state)
        return state

    def stop(self) -> None:
        """Stop every process this portal started."""
        for daemon in (self._worker, self._web, self._partner):
            daemon.stop()
        self._stack.stop()

    def _state(self) -> dict[str, object]:
        if self._file.exists():
            return dict(json.loads(self._file.read_text()))
        port = int(os.environ.get("ARCHIPEL_PORT", DEFAULT_PORT))
        state: dict[str, object] = {
            "url": f"http://127.0.0.1:{port}",
            "ini": str(self.ini),
            "ckan": str(self._environment.ckan),
            "user": ADMINISTRATOR,
            "password": secrets.token_urlsafe(12),
            "agent_password": secrets.token_urlsafe(12),
            "secret": secrets.token_hex(24),
        }
        self._save(state)
        return state

    @property
    def _file(self) -> Path:
        return self._folder / "portal.json"

    def _save(self, state: dict[str, object]) -> None:
        self._file.touch(mode=0o600)
        self._file.write_text(json.dumps(state, indent=2) + "\n")

    def _check_port(self, state: dict[str, object]) -> None:
        port = urlsplit(str(state["url"])).port or DEFAULT_PORT
        if self._web.running():
            return
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                if not state.get("token"):
                    self._file.unlink()
                raise UnavailableError(
                    f"Le port {port} est pris : libérez-le, ou choisissez-en un : ARCHIPEL_PORT=5001 make demo"
                ) from error

    def _write_ini(self, state: dict[str, object]) -> None:
        addresses = self._stack.addresses()
        redis = urlsplit(addresses["CKAN_REDIS_URL"])
        template = string.Template((CHECKOUT / "demo" / "portal.ini").read_text())
        self.ini.write_text(
            template.substitute(
                secret=state["secret"],
                site_url=state["url"],
                storage=self._folder / "storage",
                redis_host=redis.hostname,
                redis_port=redis.port or 6379,
                redis_url=addresses["CKAN_REDIS_URL"],
                solr_url=addresses["CKAN_SOLR_URL"],
                sqlalchemy_url=addresses["CKAN_SQLALCHEMY_URL"],
                datastore_write_url=addresses.get(
                    "CKAN_DATASTORE_WRITE_URL", os.environ.get("CKAN_DATASTORE_WRITE_URL", "")
                ),
                datastore_read_url=addresses.get(
                    "CKAN_DATASTORE_READ_URL", os.environ.get("CKAN_DATASTORE_READ_URL", "")
                ),
            )
        )
        self.ini.chmod(0o600)
        state["services"] = dict(addresses)
        self._save(state)

    def _install(self, state: dict[str, object]) -> None:
        with step("Base de données"):
            self._call(self._environment.ckan, "-c", self.ini, "db", "init")
            permissions = self._call(self._environment.ckan, "-c", self.ini, "datastore", "set-permissions")
            self._stack.execute_sql(permissions)
        with step("Compte d'administration"):
            printed = self._call(
                self._environment.python, "-m", "demo.provision", self.ini, ADMINISTRATOR, str(state["password"])
            )
            state["token"] = json.loads(printed.splitlines()[-1])["token"]
            self._save(state)

    def _serve(self, state: dict[str, object]) -> None:
        ckan = (str(self._environment.ckan), "-c", str(self.ini))
        url = urlsplit(str(state["url"]))
        partner_port = remembered_port(self._folder / "run" / "partner.port")
        state["partner"] = f"http://127.0.0.1:{partner_port}/catalogue.jsonld"
        self._save(state)
        with step("Portail, travailleur de tâches et catalogue partenaire"):
            if not self._partner.running():
                self._partner.spawn([sys.executable, "-m", "demo.partner", "--port", str(partner_port)], cwd=CHECKOUT)
            if not self._web.running():
                self._web.spawn(
                    [*ckan, "run", "--disable-reloader", "--threaded", "-H", "127.0.0.1", "-p", str(url.port)],
                    self._variables(),
                )
            if not self._worker.running():
                self._worker.spawn([*ckan, "jobs", "worker", *QUEUES], self._variables())
            self._web.wait_until(lambda: _answers(f"{state['url']}/api/3/action/status_show"))
            self._worker.wait_until(
                lambda: "Listening on" in self._worker.log.read_text() or "started" in self._worker.log.read_text()
            )

    def _load_samples(self, state: dict[str, object]) -> None:
        with step("Données d'exemple"):
            loader = [str(self._environment.python), "-m", "demo.samples.load", "--ini", str(self.ini)]
            loader += ["--agent-password", str(state["agent_password"])]
            result = subprocess.run(loader, cwd=CHECKOUT, env={**os.environ, **self._variables()}, check=False)
            if result.returncode:
                raise UnavailableError(
                    "Les données d'exemple n'ont pas été chargées ; relancez la commande, elle reprendra."
                )
        state["samples"] = True
        self._save(state)

    def _variables(self) -> Mapping[str, str]:
        return {"PYTHONPATH": str(CHECKOUT), **self._stack.addresses()}

    def _call(self, *command: object) -> str:
        arguments = [str(part) for part in command]
        variables = {**os.environ, **self._variables()}
        result = subprocess.run(arguments, cwd=CHECKOUT, env=variables, capture_output=True, text=True, check=False)
        if result.returncode:
            raise UnavailableError(f"{' '.join(arguments[1:])} a échoué :\n{(result.stderr or result.stdout)[-3000:]}")
        return result.stdout


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 our own portal
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def describe(state: dict[str, object]) -> str:
    """Return what a newcomer needs to know of the portal."""
    url = state["url"]
    return f"""
Le portail répond : {url}
  compte d'administration : {state["user"]}   mot de passe : {state["password"]}

Quatre choses à regarder :
  1. publier un jeu de données                  {url}/dataset/new
  2. l'export DCAT que data.gouv.fr moissonne   {url}/catalog.ttl
  3. moissonner le catalogue d'un partenaire    {url}/harvest/new   (adresse : {state["partner"]})
  4. les projets du laboratoire                 {url}/projet/
"""
