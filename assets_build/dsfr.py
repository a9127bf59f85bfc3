"""Extracts from the official npm package the part of the State design system that the theme serves, unmodified."""

from __future__ import annotations

import shutil
import tarfile
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from assets_build.download import NPM, Pinned, cache_folder, fetch_all

VERSION = "1.15.3"
SHA256 = "8392703b628ccc29b4048df9fe23fe43fd851c3d40722f1056cb5f674aad3be3"
SIZE = 23_231_846
TARGET = Path(__file__).resolve().parent.parent / "ckanext/archipel/dsfr/public/archipel/dsfr"

FONTS = ("Regular", "Regular_Italic", "Medium", "Bold", "Bold_Italic")
ICONS = (
    *("arrows", "buildings", "business", "communication", "development", "document", "editor", "finance"),
    *("health", "logo", "map", "media", "others", "system", "user", "weather"),
)
WANTED = (
    "dist/dsfr.main.min.css",
    "dist/dsfr.print.min.css",
    "dist/dsfr.module.min.js",
    "dist/utility/utility.main.min.css",
    *(f"dist/fonts/Marianne-{weight}.woff2" for weight in FONTS),
    *(f"dist/icons/{family}/*.svg" for family in ICONS),
    "dist/artwork/*.svg",
    "dist/artwork/pictograms/*/*.svg",
    "dist/favicon/*",
    "LICENSE.md",
    "doc/legal/cgu.md",
)

ATTRIBUTION = f"""Système de Design de l'État (DSFR) {VERSION}
Auteur : Service d'information du Gouvernement (SIG), https://www.systeme-de-design.gouv.fr
Source : paquet npm @gouvfr/dsfr {VERSION}, SHA-256 {SHA256}
Licence : Etalab-2.0 (LICENSE.md), usage encadré par les modalités d'utilisation (doc/legal/cgu.md) :
réservé aux services de l'État, sur un domaine en .gouv.fr, après agrément du SIG.
Fichiers extraits sans aucune modification : {", ".join(WANTED)}
"""


def pin() -> Pinned:
    """Return the package, at the registry or its configured mirror."""
    return Pinned(NPM.url(f"@gouvfr/dsfr/-/dsfr-{VERSION}.tgz"), SHA256, SIZE)


def build(target: Path = TARGET) -> None:
    """Put the assets in place; nothing is downloaded when they already are those of this version."""
    note = target / "ATTRIBUTION.txt"
    if note.is_file() and note.read_text(encoding="utf-8") == ATTRIBUTION:
        return
    (archive,) = fetch_all([pin()], cache_folder("npm"), "Système de Design de l'État")
    if target.exists():
        shutil.rmtree(target)
    extract(archive, target)
    note.write_text(ATTRIBUTION, encoding="utf-8")  # last: its presence means that the rest is complete


def extract(archive: Path, target: Path) -> None:
    """Copy the wanted files of the package; its scripts are neither copied nor run."""
    with tarfile.open(archive, "r:gz") as package:
        for member in package:
            path = wanted_path(member.name)
            content = package.extractfile(member) if path is not None and member.isfile() else None
            if path is None or content is None:
                continue
            destination = target / path
            destination.parent.mkdir(parents=True, exist_ok=True)
            with content, destination.open("wb") as output:
                shutil.copyfileobj(content, output)


def wanted_path(name: str) -> PurePosixPath | None:
    """Return where a member of the package goes below the target, if it is wanted."""
    inside = name.removeprefix("package/")
    path = PurePosixPath(inside)
    if ".." in path.parts or path.is_absolute():
        return None
    if not any(fnmatchcase(inside, pattern) and inside.count("/") == pattern.count("/") for pattern in WANTED):
        return None
    return path.relative_to("dist") if path.parts[0] == "dist" else path
