"""How a CSV file is written: encoding, separator, names of columns."""

import codecs
import csv
from dataclasses import dataclass
from pathlib import Path

from ckanext.archipel.validation.errors import UnreadableTableError

SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 avec marque d'ordre (BOM)",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "iso8859-1": "ISO-8859-1",
}
BLOCK = 1 << 20
HEAD = 1 << 16
SHEETS = {b"PK\x03\x04": "un classeur (XLSX, ODS) ou une archive ZIP", b"\xd0\xcf\x11\xe0": "un classeur Excel (XLS)"}
OTHERS = {b"%PDF": "un document PDF", b"\x1f\x8b": "un fichier compressé (GZIP)"}
# The bytes that Windows-1252 leaves unassigned, and those it alone makes characters of.
UNASSIGNED = frozenset(b"\x81\x8d\x8f\x90\x9d")
WINDOWS = frozenset(range(0x80, 0xA0)) - UNASSIGNED


@dataclass(frozen=True)
class Layout:
    """How a file is written, and the first line's names."""

    encoding: str
    separator: str
    labels: list[str]

    def notes(self) -> list[str]:
        """Say what was recognised, and what would be better."""
        notes = [f"Fichier lu en {ENCODINGS[self.encoding]}, colonnes séparées par : {SEPARATORS[self.separator]}."]
        if self.encoding not in {"utf-8", "utf-8-sig"}:
            notes.append("Conseil : enregistrez le fichier en UTF-8, que tous les outils lisent avec ses accents.")
        return notes


def look(file: Path) -> Layout:
    """Recognise how a CSV file is written; anything that is no text table raises UnreadableTableError."""
    with file.open("rb") as stream:
        head = stream.read(HEAD)
    _refuse_other_formats(head)
    encoding = _encoding(file, head)
    with file.open(encoding=encoding, newline="") as text:
        start = text.read(HEAD)
    separator = _separator(start)
    try:
        labels = next(csv.reader(start.splitlines(keepends=True), delimiter=separator), [])
    except csv.Error as error:
        raise UnreadableTableError(f"La première ligne est illisible ({error}).") from error
    if not any(label.strip() for label in labels):
        raise UnreadableTableError("La première ligne est vide : elle doit porter les noms des colonnes.")
    return Layout(encoding, separator, [label.strip() for label in labels])


def _refuse_other_formats(head: bytes) -> None:
    if not head.strip():
        raise UnreadableTableError("Le fichier est vide.")
    for start, what in (SHEETS | OTHERS).items():
        if head.startswith(start):
            raise UnreadableTableError(
                f"Le fichier est {what}, et non un CSV. Dans le tableur : Enregistrer sous, puis « CSV UTF-8 »."
            )
    if head.lstrip()[:1] == b"<":
        raise UnreadableTableError("Le fichier est une page HTML ou XML, et non un CSV : vérifiez son adresse.")
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableTableError("Le fichier n'est pas du texte : déposez un CSV.")


def _encoding(file: Path, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16" if _decodes(file, "utf-16") else "iso8859-1"
    if _decodes(file, "utf-8"):
        return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    return _western(file)


def _decodes(file: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with file.open("rb") as stream:
        try:
            while block := stream.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _western(file: Path) -> str:
    used: set[int] = set()
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            used.update(block)
    return "cp1252" if used & WINDOWS and not used & UNASSIGNED else "iso8859-1"


def _separator(start: str) -> str:
    """Return the separator most used outside quotes in the first line."""
    counts = dict.fromkeys(SEPARATORS, 0)
    quoted = False
    for character in start:
        if character == '"':
            quoted = not quoted
        elif character in "\r\n" and not quoted:
            break
        elif character in counts and not quoted:
            counts[character] += 1
    best = max(counts, key=lambda separator: counts[separator])
    return best if counts[best] else ","
