"""The interface of a service, and how its process is started, found again and stopped."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from demo.console import UnavailableError

START_SECONDS = 60.0
STOP_SECONDS = 15.0
PORTS = range(20000, 32000)


class Service(Protocol):
    """A server of the stack."""

    name: str

    def start(self) -> None:
        """Start the server unless it runs already; return when it answers."""

    def stop(self) -> None:
        """Stop the server if this stack started it."""

    def addresses(self) -> Mapping[str, str]:
        """Return CKAN's environment variables for this service, e.g. `CKAN_REDIS_URL`."""


def free_port() -> int:
    """Return a loopback port nobody listens on, outside of the range the kernel gives to outgoing connections."""
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise UnavailableError(f"Aucun port libre entre {PORTS.start} et {PORTS.stop} : arrêtez des services.")


def remembered_port(file: Path) -> int:
    """Return the port noted in a file, choosing a free one the first time, so that addresses survive a restart."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(str(free_port()))
    return int(file.read_text())


@dataclass(frozen=True)
class Daemon:
    """A background process known by a file that holds its pid and start time (a pid alone may be reused)."""

    name: str
    folder: Path

    @property
    def _file(self) -> Path:
        return self.folder / f"{self.name}.pid"

    @property
    def log(self) -> Path:
        """Where the process writes."""
        return self.folder / f"{self.name}.log"

    def running(self) -> bool:
        """Tell whether the process noted in the file is alive."""
        return self._pid() is not None

    def spawn(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        """Start the command in a session of its own, so that a key-press in the terminal does not reach it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=cwd,
                env={**os.environ, **(environment or {})},
            )
        self._file.write_text(f"{process.pid} {_started(process.pid)}")

    def wait_until(self, ready: Callable[[], bool], seconds: float = START_SECONDS) -> None:
        """Wait for the process to answer.

        Raises:
            UnavailableError: it ended or did not answer in time; the message quotes the end of its log.
        """
        limit = time.monotonic() + seconds
        while not ready():
            if not self.running() or time.monotonic() > limit:
                raise UnavailableError(
                    f"{self.name} n'a pas démarré ; journal : {self.log}\n    " + "\n    ".join(self._last_lines())
                )
            time.sleep(0.1)

    def stop(self, first: signal.Signals = signal.SIGTERM) -> None:
        """Stop the process and those it started; kill them when they do not end in time."""
        pid = self._pid()
        for number in (first, signal.SIGKILL):
            if pid is None:
                break
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, number)
            limit = time.monotonic() + STOP_SECONDS
            while self._pid() is not None and time.monotonic() < limit:
                time.sleep(0.05)
            pid = self._pid()
        self._file.unlink(missing_ok=True)

    def _pid(self) -> int | None:
        if not self._file.exists():
            return None
        pid, started = self._file.read_text().split()
        return int(pid) if _started(int(pid)) == started else None

    def _last_lines(self) -> list[str]:
        return self.log.read_text(errors="replace").splitlines()[-8:] if self.log.exists() else []


def _started(pid: int) -> str:
    """Return the start time of a live process, in clock ticks since boot, empty when there is none."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # a child that ended stays visible until it is waited for
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return "" if fields[0] == "Z" else fields[19]
