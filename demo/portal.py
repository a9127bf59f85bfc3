"""The demo portal: its configuration, database, administrator, sample data, web server and job worker."""

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from demo.configuration import write_ini
from demo.console import UnavailableError, step
from demo.layout import CHECKOUT, Environment
from demo.services.base import Daemon, remembered_port
from demo.stack import Stack
from demo.state import State

MIGRATIONS = CHECKOUT / "ckanext" / "archipel" / "migration" / "archipel" / "versions"
QUEUES = ("default", "archipel-harvest", "archipel-catalogue", "archipel-validation")


class Portal:
    """A CKAN portal that lives in one folder and can be started again."""

    def __init__(self, environment: Environment, folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self._stack = Stack(environment, folder)
        self._web, self._worker, self._partner = (
            Daemon(name, folder / "run") for name in ("portail", "travailleur", "partenaire")
        )

    def start(self) -> State:
        """Start everything that does not run yet; return what `portal.json` holds."""
        self._folder.mkdir(parents=True, exist_ok=True)
        state = State(self._folder, self._environment)
        if not self._web.running():
            _check_port(state["url"])
        self._stack.start()
        with step("Configuration du portail"):
            state["services"] = dict(self._stack.addresses())
            write_ini(Path(state["ini"]), state["url"], state["secret"], state["services"])
        if not state.get("token"):
            self._install(state)
        self._migrate(state)
        self._serve(state)
        if not state.get("samples") and os.environ.get("ARCHIPEL_SAMPLES") != "0":
            self._load_samples(state)
        state.save()
        return state

    def stop(self) -> None:
        """Stop every process this portal started."""
        for daemon in (self._worker, self._web, self._partner):
            daemon.stop()
        self._stack.stop()

    def rest(self) -> None:
        """Stop the worker: what is measured must not wait for what it does in the background."""
        self._worker.stop()

    def _install(self, state: State) -> None:
        state.save()
        with step("Base de données"):
            self._call(state["ckan"], "-c", state["ini"], "db", "init")
            if "CKAN_DATASTORE_WRITE_URL" in state["services"]:
                self._stack.execute_sql(self._call(state["ckan"], "-c", state["ini"], "datastore", "set-permissions"))
        with step("Compte d'administration"):
            arguments = (state["ini"], state["user"], state["password"])
            printed = self._call(str(self._environment.python), "-m", "demo.provision", *arguments)
            state["token"] = json.loads(printed.splitlines()[-1])["token"]
            state.save()

    def _migrate(self, state: State) -> None:
        migrations = sorted(file.name for file in MIGRATIONS.glob("*.py"))
        if state.get("migrations") != migrations:
            with step("Tables d'Archipel"):
                self._call(state["ckan"], "-c", state["ini"], "db", "upgrade", "-p", "archipel")
            state["migrations"] = migrations
            state.save()

    def _serve(self, state: State) -> None:
        ckan = (state["ckan"], "-c", state["ini"])
        web_port = str(urlsplit(state["url"]).port)
        partner_port = remembered_port(self._folder / "run" / "partner.port")
        state["partner"] = f"http://127.0.0.1:{partner_port}/catalogue.jsonld"
        with step("Portail, travailleur de tâches et catalogues partenaires"):
            web = [*ckan, "run", "--disable-reloader", "--threaded", "-H", "127.0.0.1", "-p", web_port]
            self._spawn(self._web, web)
            self._spawn(self._worker, [*ckan, "jobs", "worker", *QUEUES])
            self._spawn(self._partner, [sys.executable, "-m", "demo.partner", "--port", str(partner_port)])
            self._web.wait_until(lambda: _answers(f"{state['url']}/api/3/action/status_show"))
            self._worker.wait_until(lambda: "has started on queue" in self._worker.log.read_text())

    def _spawn(self, daemon: Daemon, command: list[str]) -> None:
        if not daemon.running():
            daemon.log.unlink(missing_ok=True)
            daemon.spawn(command, self._variables(), CHECKOUT)

    def _load_samples(self, state: State) -> None:
        loader = [str(self._environment.python), "-m", "demo.samples.load", "--ini", state["ini"]]
        with step("Données d'exemple"):
            partners = state["partner"].removesuffix("/catalogue.jsonld")
            command = [*loader, "--agent-password", state["agent_password"], "--partner", partners]
            result = subprocess.run(command, cwd=CHECKOUT, env={**os.environ, **self._variables()}, check=False)
            if result.returncode:
                raise UnavailableError(
                    "Les données d'exemple n'ont pas été chargées ; relancez la commande, elle reprendra."
                )
        state["samples"] = True

    def _variables(self) -> Mapping[str, str]:
        return {"PYTHONPATH": str(CHECKOUT), **self._stack.addresses()}

    def _call(self, *command: str) -> str:
        variables = {**os.environ, **self._variables()}
        result = subprocess.run(command, cwd=CHECKOUT, env=variables, capture_output=True, text=True, check=False)
        if result.returncode:
            raise UnavailableError(f"{' '.join(command[1:])} a échoué :\n{(result.stderr or result.stdout)[-3000:]}")
        return result.stdout


def _check_port(url: str) -> None:
    port = urlsplit(url).port
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise UnavailableError(
                f"Le port {port} est pris : libérez-le, ou choisissez-en un : ARCHIPEL_PORT=5001 make demo"
            ) from error


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 our own portal
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
