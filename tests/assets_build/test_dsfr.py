"""What is taken out of the design system's package."""

import io
import tarfile
from pathlib import Path, PurePosixPath

import pytest

from assets_build import build, dsfr


def archive_of(folder: Path, names: list[str]) -> Path:
    path = folder / "package.tgz"
    with tarfile.open(path, "w:gz") as package:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = len(name)
            package.addfile(member, io.BytesIO(name.encode()))
    return path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("package/dist/dsfr.main.min.css", "dsfr.main.min.css"),
        ("package/dist/icons/system/add-line.svg", "icons/system/add-line.svg"),
        ("package/dist/fonts/Marianne-Bold.woff2", "fonts/Marianne-Bold.woff2"),
        ("package/LICENSE.md", "LICENSE.md"),
        ("package/dist/dsfr.nomodule.min.js", None),
        ("package/dist/analytics/analytics.module.min.js", None),
        ("package/scripts/preinstall.js", None),
        ("package/dist/icons/system/../../../../x.svg", None),
        ("/dist/dsfr.main.min.css", None),
    ],
)
def test_only_what_the_theme_serves_is_taken(name: str, expected: str | None) -> None:
    assert dsfr.wanted_path(name) == (PurePosixPath(expected) if expected else None)


def test_files_are_copied_unchanged(tmp_path: Path) -> None:
    name = "package/dist/dsfr.main.min.css"
    dsfr.extract(archive_of(tmp_path, [name, "package/scripts/preinstall.js"]), tmp_path / "out")
    assert (tmp_path / "out/dsfr.main.min.css").read_text() == name
    assert [path.name for path in (tmp_path / "out").rglob("*") if path.is_file()] == ["dsfr.main.min.css"]


def test_building_again_needs_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dsfr, "fetch_all", lambda *_: [archive_of(tmp_path, ["package/LICENSE.md"])])
    dsfr.build(tmp_path / "out")

    def refuse(*_: object) -> list[Path]:
        raise AssertionError("the network was used")

    monkeypatch.setattr(dsfr, "fetch_all", refuse)
    dsfr.build(tmp_path / "out")
    assert "Etalab-2.0" in (tmp_path / "out/ATTRIBUTION.txt").read_text(encoding="utf-8")


def test_an_interrupted_build_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dsfr, "fetch_all", lambda *_: [archive_of(tmp_path, ["package/LICENSE.md"])])
    leftover = tmp_path / "out/fonts/half.woff2"
    leftover.parent.mkdir(parents=True)
    leftover.touch()
    dsfr.build(tmp_path / "out")
    assert not leftover.exists()


def test_the_assets_can_be_left_out_on_purpose(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(build.SKIP, "1")
    monkeypatch.setattr(dsfr, "build", lambda: pytest.fail("the assets were built"))
    build.build_assets()
    assert build.SKIP in capsys.readouterr().err
