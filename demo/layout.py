"""Where things are in the checkout, and the versions of CKAN the project supports."""

import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = CHECKOUT / ".env"
MAIN_SERIES = "2.12"
CKAN_VERSIONS = {MAIN_SERIES: "2.12.0", "2.11": "2.11.6"}


def ckan_version() -> str:
    """Return the series of CKAN to work with, `2.12` unless `CKAN_VERSION` says otherwise."""
    return os.environ.get("CKAN_VERSION", MAIN_SERIES)


@dataclass(frozen=True)
class Environment:
    """A virtual environment that holds one version of CKAN and this extension."""

    folder: Path

    @property
    def python(self) -> Path:
        """The interpreter."""
        return self.folder / "bin" / "python"

    @property
    def ckan(self) -> Path:
        """CKAN's command."""
        return self.folder / "bin" / "ckan"


def demo_folder() -> Path:
    """Return the folder of the demo portal: `.demo` unless `ARCHIPEL_DEMO_DIR` names another."""
    return Path(os.environ.get("ARCHIPEL_DEMO_DIR", CHECKOUT / ".demo")).resolve()
