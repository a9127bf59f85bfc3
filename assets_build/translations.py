"""Build the French catalogue: merge `translations/fr/*.po`, extract our own messages, write `.po`, `.mo` and `.pot`.

Usage: python3 -m assets_build.translations [--check]   (in an environment that holds CKAN)
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = "ckanext-archipel"
CODE = Path("ckanext/archipel")
SOURCES = (Path("translations/fr"),)
PO = Path(f"i18n/fr/LC_MESSAGES/{DOMAIN}.po")
MO = PO.with_suffix(".mo")
POT = Path(f"i18n/{DOMAIN}.pot")

# The plural rule is CKAN's own: both catalogues end up in one, which has room for one rule only.
PLURAL_FORMS = 3
PLURAL_RULE = f"nplurals={PLURAL_FORMS}; plural=(n == 0 || n == 1) ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;"
# No date and no tool version: the same sources give the same bytes.
HEADER = {
    "Project-Id-Version": DOMAIN,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
}
JINJA = "ckan.lib.extract:extract_ckan"
METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", JINJA),
    ("**/templates/**.txt", JINJA),
    ("**.js", "javascript"),
]
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*(?:![rs])?(?::[^{}]*)?\}")
TAG = re.compile(r"</?[a-zA-Z][\w-]*")


def texts_of(entry: polib.POEntry) -> list[str]:
    """Return every French form of a message, in the order of the plural rule."""
    if not entry.msgid_plural:
        return [entry.msgstr]
    return [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)]


def source_files(root: Path) -> list[Path]:
    """Return the hand-written PO files, in a stable order."""
    return [path for folder in SOURCES for path in sorted((root / folder).glob("*.po"))]


def merge(files: Iterable[Path]) -> tuple[polib.POFile, list[str]]:
    """Merge the PO files into one catalogue; two files that disagree on a message are reported."""
    merged: dict[tuple[str, str | None], tuple[polib.POEntry, Path]] = {}
    problems: list[str] = []
    for path in files:
        for source in polib.pofile(str(path), encoding="utf-8"):
            if source.obsolete or source.fuzzy or not all(texts_of(source)):
                problems.append(f"{path.name} : « {source.msgid} » n'a pas de traduction achevée.")
                continue
            entry = compiled(source)
            known, origin = merged.setdefault((entry.msgid, entry.msgctxt), (entry, path))
            if texts_of(known) != texts_of(entry):
                problems.append(f"{path.name} : « {entry.msgid} » est traduit autrement dans {origin.name}.")
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {**HEADER, "Language": "fr", "Plural-Forms": PLURAL_RULE}
    catalogue.extend(entry for _, (entry, _) in sorted(merged.items(), key=lambda item: (item[0][0], item[0][1] or "")))
    return catalogue, problems


def compiled(source: polib.POEntry) -> polib.POEntry:
    """Return the message without comments and with as many plural forms as the rule has."""
    entry = polib.POEntry(msgid=source.msgid, msgctxt=source.msgctxt)
    if not source.msgid_plural:
        entry.msgstr = source.msgstr
        return entry
    texts = texts_of(source)
    entry.msgid_plural = source.msgid_plural
    entry.msgstr_plural = {form: texts[min(form, len(texts) - 1)] for form in range(PLURAL_FORMS)}
    return entry


def extract(root: Path) -> polib.POFile:
    """Collect the messages that our code, templates and scripts hold."""
    found: dict[tuple[str, str], set[str]] = {}
    for name, _, message, _, _ in extract_from_dir(root / CODE, METHODS):
        singular, plural = message[:2] if isinstance(message, tuple) else (message, "")
        found.setdefault((singular, plural), set()).add(f"{CODE}/{name}")
    template = polib.POFile(wrapwidth=0)
    template.metadata = dict(HEADER)
    for (singular, plural), names in sorted(found.items()):
        entry = polib.POEntry(msgid=singular, msgid_plural=plural, occurrences=[(name, "") for name in sorted(names)])
        if plural:
            entry.msgstr_plural = {0: "", 1: ""}
        template.append(entry)
    return template


def core_catalogue() -> polib.POFile:
    """Return the French of the installed CKAN, in which our templates may find core's messages."""
    spec = find_spec("ckan")
    if spec is None or spec.origin is None:
        return polib.POFile()
    return polib.pofile(str(Path(spec.origin).parent / "i18n/fr/LC_MESSAGES/ckan.po"))


def placeholder_problem(entry: polib.POEntry) -> str | None:
    """Say how the French of a message would break its formatting or its markup, if it would."""
    originals = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
    for pattern in (PLACEHOLDER, TAG):
        allowed = [Counter(pattern.findall(text)) for text in originals]
        for text in texts_of(entry):
            if Counter(pattern.findall(text)) not in allowed:
                return f"« {entry.msgid} » : « {text} » n'a pas les mêmes champs ou balises."
    return None


def untranslated(template: polib.POFile, catalogue: polib.POFile, core: polib.POFile) -> Iterator[str]:
    """Name each message of ours that neither catalogue gives in French."""
    known = {entry.msgid for source in (catalogue, core) for entry in source if all(texts_of(entry))}
    for entry in template:
        if entry.msgid not in known:
            yield f"« {entry.msgid} » ({entry.occurrences[0][0]}) n'a pas de français."


def outputs(template: polib.POFile, catalogue: polib.POFile) -> dict[Path, bytes]:
    """Return the content of each generated file."""
    return {
        POT: f"{template}\n".encode(),
        PO: f"{catalogue}\n".encode(),
        MO: catalogue.to_binary(),
    }


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Write the catalogue, or check that what is committed is complete and up to date."""
    parser = argparse.ArgumentParser(prog="python3 -m assets_build.translations", description=__doc__)
    parser.add_argument("--check", action="store_true", help="ne rien écrire ; sortir avec 1 s'il manque quelque chose")
    check = parser.parse_args(arguments).check
    catalogue, problems = merge(source_files(root))
    template = extract(root)
    problems += filter(None, map(placeholder_problem, catalogue))
    problems += untranslated(template, catalogue, core_catalogue())
    for name, content in outputs(template, catalogue).items():
        path = root / name
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        elif not path.is_file() or path.read_bytes() != content:
            problems.append(f"{name} n'est pas à jour : lancer python3 -m assets_build.translations.")
    print(*problems, f"{len(catalogue)} messages en français, {len(problems)} problème(s).", sep="\n", file=sys.stderr)
    return 1 if problems and check else 0


if __name__ == "__main__":
    sys.exit(main())
