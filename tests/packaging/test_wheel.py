"""The wheel holds all the portal needs, and starts a CKAN in an environment where nothing else was installed."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
UV = ROOT / ".env" / "uv" / "bin" / "uv"
OUT_OF_REACH = (
    "error sending request",
    "failed to fetch",
    "dns error",
    "timed out",
    "connection refused",
    "No solution found when",
)
NEEDED = (
    "ckanext/archipel/schemas/dataset.yaml",
    "ckanext/archipel/schemas/presets.yaml",
    "ckanext/archipel/schemas/project.yaml",
    "ckanext/archipel/i18n/fr/LC_MESSAGES/ckanext-archipel.mo",
    "ckanext/archipel/config_declaration.yaml",
    "ckanext/archipel/vocabulary/frequency.yaml",
    "ckanext/archipel/conformity/shapes/dcat-ap.ttl",
    "ckanext/archipel/territory/territories.yaml",
    "ckanext/archipel/territory/built/territories.json",
    "ckanext/archipel/territory/built/outlines.json",
    "ckanext/archipel/territory/built/ATTRIBUTION.txt",
    "ckanext/archipel/territory/assets/combobox.js",
)
REFUSED = ("tests/", "demo/", "benchmarks/", "assets_build/")

pytestmark = pytest.mark.packaging


def uv(*arguments: str | Path) -> str:
    """Run uv; skip when it is not there, or when a registry does not answer."""
    if not UV.exists():
        pytest.skip("uv n'est pas là : lancez les essais par « make test »")
    command = [str(UV), *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode and any(sign in done.stderr for sign in OUT_OF_REACH):
        pytest.skip(f"registre de paquets hors de portée : {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("dist")
    uv("build", "--quiet", "--wheel", "--out-dir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def content(wheel: Path) -> frozenset[str]:
    """List the files of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


@pytest.mark.parametrize("name", NEEDED)
def test_what_the_portal_reads_is_in_the_wheel(content: frozenset[str], name: str) -> None:
    assert name in content


def test_every_file_beside_the_code_is_in_the_wheel(content: frozenset[str]) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "ckanext", "schemas"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if tracked.returncode:
        pytest.skip("les essais ne tournent pas dans un dépôt git")
    files = [name for name in tracked.stdout.splitlines() if (ROOT / name).exists() and not name.endswith("/.gitkeep")]
    expected = {name if name.startswith("ckanext/") else f"ckanext/archipel/{name}" for name in files}
    assert sorted(expected - content) == []


def test_nothing_but_the_extension_is_in_the_wheel(content: frozenset[str]) -> None:
    assert [name for name in content if name.startswith(REFUSED)] == []
    # Another extension ships this file too: ours must stay a namespace.
    assert "ckanext/__init__.py" not in content


def test_the_licence_is_in_the_wheel(wheel: Path, content: frozenset[str]) -> None:
    name = next(name for name in content if name.endswith("licenses/LICENSE"))
    with zipfile.ZipFile(wheel) as archive:
        assert b"GNU AFFERO GENERAL PUBLIC LICENSE" in archive.read(name)


def test_ckan_starts_with_the_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    import ckan

    environment = tmp_path / "environment"
    python = environment / "bin" / "python"
    uv("venv", "--quiet", "--python", sys.executable, environment)
    packages = [
        line
        for line in (ROOT / "demo" / "requirements.txt").read_text().splitlines()
        if line.startswith(("psycopg2", "pylibmagic"))
    ]
    overrides = ROOT / "demo" / "overrides.txt"
    install = ("pip", "install", "--quiet", "--python", python, "--override", overrides)
    uv(*install, f"ckan[requirements]=={ckan.__version__}", wheel, *packages)
    site_packages = next(environment.glob("lib/python*/site-packages"))
    (site_packages / "archipel_libmagic.pth").write_text("import pylibmagic\n")
    ini = tmp_path / "ckan.ini"
    ini.write_text((ROOT / "test.ini").read_text().replace(".test/storage", str(tmp_path / "storage")))
    script = (
        "import ckanext.archipel; from ckan.cli import CKANConfigLoader; from ckan.config.middleware import make_app\n"
        f"app = make_app(CKANConfigLoader({str(ini)!r}).get_config())\n"
        "client = app._wsgi_app.test_client()\n"
        "print(ckanext.archipel.__path__[0])\n"
        "print(client.get('/api/3/action/scheming_dataset_schema_show?type=dataset').status_code)"
    )
    done = subprocess.run(
        [str(python), "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if "OperationalError" in done.stderr or "ConnectionError" in done.stderr:
        pytest.skip("pas de PostgreSQL ou de Redis : lancez les essais par « make test »")
    assert done.returncode == 0, done.stderr[-3000:]
    where, status = done.stdout.splitlines()[-2:]
    assert where.startswith(str(site_packages))
    assert status == "200"
