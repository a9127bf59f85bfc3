"""Builds a virtual environment that holds one version of CKAN, with wheels only: no compiler, no libpq, no libmagic."""

import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from demo.console import UnavailableError, step
from demo.layout import CHECKOUT, CKAN_VERSIONS, ENVIRONMENTS, MAIN_SERIES, Environment

UV = "uv==0.13.9"
REQUIREMENTS = CHECKOUT / "demo" / "requirements.txt"
CHECKS = CHECKOUT / "demo" / "requirements-checks.txt"
OVERRIDES = CHECKOUT / "demo" / "overrides.txt"
UDATA = CHECKOUT / "demo" / "requirements-udata.txt"
PACKAGING = CHECKOUT / "pyproject.toml"
NEEDED_BYTES = 3 * 1024**3
SUPPORTED_PYTHONS = ((3, 10), (3, 11), (3, 12))


def check_machine() -> None:
    """Say in one line what this machine lacks.

    Raises:
        UnavailableError: the Python, the processor or the free disk space does not fit.
    """
    if sys.version_info[:2] not in SUPPORTED_PYTHONS:
        raise UnavailableError(
            f"CKAN demande Python 3.10, 3.11 ou 3.12 (ici {platform.python_version()}) : make PYTHON=python3.11 …"
        )
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise UnavailableError(
            "Les services de démonstration existent pour Linux x86_64 ; ailleurs, donnez l'adresse des vôtres."
        )
    free = shutil.disk_usage(CHECKOUT).free
    if free < NEEDED_BYTES:
        raise UnavailableError(
            f"Il faut 3 Go libres sous {CHECKOUT} (ici {free / 1024**3:.1f} Go) : libérez de la place puis relancez."
        )


def ensure(series: str) -> Environment:
    """Return the environment of a CKAN series (`2.12`, `2.11`), built when absent or when its requirements changed."""
    if series not in CKAN_VERSIONS:
        raise UnavailableError(
            f"CKAN_VERSION={series} n'est pas pris en charge : choisissez {' ou '.join(CKAN_VERSIONS)}."
        )
    return _built(f"ckan-{series}", _fingerprint(series), lambda environment: _build(environment, series))


def ensure_udata() -> Environment:
    """Return the environment that holds the software of data.gouv.fr, built when absent."""

    def build(environment: Environment) -> None:
        uv = _uv()
        with step("Moissonneur de data.gouv.fr (udata)"):
            _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(environment.folder))
            _run(uv, "pip", "install", "--quiet", "--python", str(environment.python), "-r", str(UDATA))

    return _built("udata", _digest(sys.version, UDATA.read_text()), build)


def _built(name: str, fingerprint: str, build: Callable[[Environment], None]) -> Environment:
    environment = Environment(ENVIRONMENTS / name)
    ENVIRONMENTS.mkdir(exist_ok=True)
    with (ENVIRONMENTS / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second command waits for the first to have built it
        done = environment.folder / "complete"
        if not (done.exists() and done.read_text() == fingerprint):
            check_machine()
            build(environment)
            done.write_text(fingerprint)
    return environment


def _build(environment: Environment, series: str) -> None:
    uv = _uv()
    with step(f"Environnement Python avec CKAN {CKAN_VERSIONS[series]}"):
        _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(environment.folder))
        install = (uv, "pip", "install", "--quiet", "--python", str(environment.python))
        _run(*install, "--override", str(OVERRIDES), *_requirements(series))
        # pylibmagic must be imported before python-magic looks for the library of the system.
        (_site_packages(environment) / "archipel_libmagic.pth").write_text("import pylibmagic\n")
    with step("Installation de ckanext-archipel"):
        _run(*install, "--override", str(OVERRIDES), "--editable", str(CHECKOUT))


def _requirements(series: str) -> list[str]:
    files = (REQUIREMENTS, CHECKS) if series == MAIN_SERIES else (REQUIREMENTS,)
    return [f"ckan[requirements,dev]=={CKAN_VERSIONS[series]}", *(part for file in files for part in ("-r", str(file)))]


def _uv() -> Path:
    folder = ENVIRONMENTS / "uv"
    uv = folder / "bin" / "uv"
    if not uv.exists():
        with step("Outil d'installation"):
            try:
                subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
            except subprocess.CalledProcessError as error:
                raise UnavailableError("Python n'a pas le module venv : installez le paquet python3-venv.") from error
            _run(folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", UV)
    return uv


def _run(*command: str | Path) -> None:
    ready = (
        {**os.environ, "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy")} if _other_disk() else dict(os.environ)
    )
    result = subprocess.run([str(part) for part in command], env=ready, capture_output=True, text=True, check=False)
    if result.returncode:
        last = (result.stderr.strip() or result.stdout.strip()).splitlines()[-12:]
        raise UnavailableError(
            "Une installation n'a pas abouti ; vérifiez l'accès au registre PyPI (PIP_INDEX_URL et UV_INDEX_URL pour un"
            " miroir) puis relancez :\n    " + "\n    ".join(last)
        )


def _other_disk() -> bool:
    cache = Path(os.environ.get("UV_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or Path.home())
    return not cache.exists() or cache.stat().st_dev != CHECKOUT.stat().st_dev


def _site_packages(environment: Environment) -> Path:
    return next((environment.folder / "lib").glob("python3.*/site-packages"))


def _fingerprint(series: str) -> str:
    packaging = PACKAGING.read_text().partition("[tool.")[0]  # the settings of our tools change nothing installed
    files = (path.read_text() for path in (REQUIREMENTS, CHECKS, OVERRIDES))
    return _digest(series, str(CHECKOUT), sys.version, packaging, *files)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
