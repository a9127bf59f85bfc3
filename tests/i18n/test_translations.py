"""The tool that builds the French catalogue, and what the committed catalogue must hold."""

import gettext
from io import BytesIO
from pathlib import Path
from random import Random

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets_build import translations as tool

PLACEHOLDERS = ("%(name)s", "%s", "%d", "{name}", "{}", "{0}", "<strong>", "</strong>", "<br")


def write_po(path: Path, *messages: tuple[str, str]) -> Path:
    """Write a PO file by hand, as a translator would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    blocks = [f'msgid "{msgid}"\nmsgstr "{msgstr}"\n' for msgid, msgstr in messages]
    path.write_text("\n".join(['msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n', *blocks]))
    return path


def entry(msgid: str, msgstr: str) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one message, translated and compiled."""
    pytest.importorskip("ckan")
    code = tmp_path / "ckanext/archipel/module.py"
    code.parent.mkdir(parents=True)
    code.write_text('title = _("Watershed of {river}")\n')
    write_po(tmp_path / "translations/fr/dataset.po", ("Watershed of {river}", "Bassin de {river}"))
    assert tool.main([], tmp_path) == 0
    return tmp_path


def test_the_committed_catalogue_is_complete_and_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("ckan")
    assert tool.main(["--check"]) == 0, capsys.readouterr().err


def test_it_fills_every_gap_of_the_installed_ckan() -> None:
    core = tool.core_catalogue()
    if not core:
        pytest.skip("CKAN n'est pas installé")
    ours = {message.msgid for message in tool.merge(tool.source_files(tool.ROOT))[0]}
    gaps = {message.msgid for message in core if not message.obsolete and not all(tool.texts_of(message))}
    assert len(gaps) > 300
    assert gaps <= ours


def test_a_page_finds_a_gap_of_ckan_in_the_committed_binary() -> None:
    with (tool.ROOT / tool.MO).open("rb") as binary:
        catalogue = gettext.GNUTranslations(binary)
    assert catalogue.gettext("Skip to main content") == "Aller au contenu principal"
    members = [catalogue.ngettext("{num} Member", "{num} Members", number) for number in (0, 1, 2, 1_000_000)]
    assert members == ["{num} membre", "{num} membre", "{num} membres", "{num} membres"]


def test_no_source_is_taken_for_a_language() -> None:
    assert [folder.name for folder in (tool.ROOT / "i18n").iterdir() if folder.is_dir()] == ["fr"]


def test_an_up_to_date_checkout_passes(checkout: Path) -> None:
    assert tool.main(["--check"], checkout) == 0


def test_a_message_without_french_fails_the_check(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / "ckanext/archipel/other.py").write_text('label = _("Ford of the river")\n')
    tool.main([], checkout)
    assert tool.main(["--check"], checkout) == 1
    assert "Ford of the river" in capsys.readouterr().err


def test_a_message_of_a_template_is_found(checkout: Path) -> None:
    page = checkout / "ckanext/archipel/lab/templates/page.html"
    page.parent.mkdir(parents=True)
    page.write_text("{% ckan_extends %}{% trans river=name %}\n  Bridge over\n  {{ river }}\n{% endtrans %}")
    assert "Bridge over %(river)s" in {message.msgid for message in tool.extract(checkout)}


def test_a_stale_binary_fails_the_check(checkout: Path) -> None:
    write_po(checkout / "translations/fr/dataset.po", ("Watershed of {river}", "Bassin versant de {river}"))
    assert tool.main(["--check"], checkout) == 1


def test_a_lost_placeholder_fails_the_check(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_po(checkout / "translations/fr/dataset.po", ("Watershed of {river}", "Bassin"))
    tool.main([], checkout)
    assert tool.main(["--check"], checkout) == 1
    assert "Watershed of {river}" in capsys.readouterr().err


def test_two_files_that_disagree_are_reported(tmp_path: Path) -> None:
    first = write_po(tmp_path / "a.po", ("Carrier", "Porteur"))
    second = write_po(tmp_path / "b.po", ("Carrier", "Transporteur"))
    catalogue, problems = tool.merge([first, second])
    assert [message.msgstr for message in catalogue] == ["Porteur"]
    assert len(problems) == 1
    assert "b.po" in problems[0]


def test_an_unfinished_translation_is_reported_and_left_out(tmp_path: Path) -> None:
    catalogue, problems = tool.merge([write_po(tmp_path / "a.po", ("Carrier", ""))])
    assert not catalogue
    assert "Carrier" in problems[0]


def test_two_plural_forms_serve_the_three_of_the_rule(tmp_path: Path) -> None:
    path = write_po(tmp_path / "a.po")
    path.write_text(path.read_text() + '\nmsgid "{n} file"\nmsgid_plural "{n} files"\n')
    path.write_text(path.read_text() + 'msgstr[0] "{n} fichier"\nmsgstr[1] "{n} fichiers"\n')
    catalogue = gettext.GNUTranslations(BytesIO(tool.merge([path])[0].to_binary()))
    texts = [catalogue.ngettext("{n} file", "{n} files", number) for number in (0, 1, 2, 2_000_000)]
    assert texts == ["{n} fichier", "{n} fichier", "{n} fichiers", "{n} fichiers"]


@given(st.permutations(["Alpha", "Bravo", "Charlie", "Delta"]))
def test_the_bytes_do_not_depend_on_the_order_of_the_messages(order: list[str]) -> None:
    template = polib.POFile()

    def compiled(names: list[str]) -> bytes:
        catalogue = polib.POFile(wrapwidth=0)
        catalogue.extend(entry(name, name.upper()) for name in names)
        return tool.outputs(template, catalogue)[tool.MO]

    assert compiled(order) == compiled(sorted(order))


@given(st.lists(st.sampled_from(PLACEHOLDERS), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_placeholders_may_move_but_not_disappear(parts: list[str], random: Random) -> None:
    moved = parts.copy()
    random.shuffle(moved)
    english = " text ".join(parts)
    assert tool.placeholder_problem(entry(english, " texte ".join(moved))) is None
    assert tool.placeholder_problem(entry(english, " texte ".join(moved[1:]))) is not None
    assert tool.placeholder_problem(entry(english, " texte ".join([*moved, "{added}"]))) is not None
