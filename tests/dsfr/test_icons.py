"""Our templates only name icons and pictures that the package brings."""

import re
from pathlib import Path

import pytest

from assets_build.dsfr import TARGET
from ckanext.archipel.dsfr import home

PACKAGE = Path(home.__file__).parent
ICON = re.compile(r"fr-icon-([a-z0-9-]+)(?=[\s\"{])")


@pytest.fixture
def assets() -> Path:
    if not TARGET.is_dir():
        pytest.skip("les fichiers du Système de Design de l'État ne sont pas là : python3 -m assets_build")
    return TARGET


def test_every_icon_of_the_templates_exists(assets: Path) -> None:
    known = {path.stem.removeprefix("fr--") for path in (assets / "icons").rglob("*.svg")}
    named = {name for page in (PACKAGE / "templates").rglob("*.html") for name in ICON.findall(page.read_text("utf-8"))}
    assert named
    assert named - known == set()


def test_every_pictogram_of_the_home_page_exists(assets: Path) -> None:
    for name in (*home.PICTOGRAMS.values(), home.DEFAULT_PICTOGRAM):
        assert (assets / "artwork/pictograms" / f"{name}.svg").is_file(), name


def test_every_theme_has_its_pictogram() -> None:
    assert {tile.slug for tile in home.theme_tiles({}, "fr")} == set(home.PICTOGRAMS)
