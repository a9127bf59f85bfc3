"""What a file says of itself."""

import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.dataset import fields
from ckanext.archipel.publishing import file_facts
from ckanext.archipel.publishing.file_facts import examine

TABLE = "code;libellé;capacité\n1;Gare;20\n2;Église;5\n"


@pytest.mark.parametrize(
    ("content", "encoding", "separator"),
    [
        (TABLE.encode(), "utf-8", ";"),
        (TABLE.encode("utf-8-sig"), "utf-8", ";"),
        (TABLE.encode("cp1252"), "windows-1252", ";"),
        (TABLE.encode("utf-16"), "utf-16", ";"),
        (TABLE.replace(";", "\t").encode(), "utf-8", "\t"),
        (b"a,b\n1,2\n", "utf-8", ","),
        (b"une seule colonne\nx\n", "utf-8", ""),
        ("coût;prix, en €\n1;2,5\n3;4,5\n".encode(), "utf-8", ";"),
    ],
)
def test_encoding_and_separator_of_real_tables(content: bytes, encoding: str, separator: str) -> None:
    facts = examine(io.BytesIO(content), "Aires.CSV")
    assert (facts.encoding, facts.separator, facts.format, facts.media_type) == (encoding, separator, "CSV", "text/csv")


@pytest.mark.parametrize(
    ("name", "format", "media_type", "compression"),
    [
        ("aires.geojson", "GEOJSON", "application/geo+json", ""),
        ("C:\\Mes documents\\Aires.XLSX ", "XLSX", fields.media_type_of("XLSX"), ""),
        ("aires.csv.gz", "CSV", "text/csv", "gzip"),
        ("aires.tar.bz2", "TAR", "application/x-tar", "x-bzip2"),
        ("aires.gz", "GZ", "application/gzip", ""),
        ("aires.zip", "ZIP", "application/zip", ""),
        ("aires", "", "", ""),
    ],
)
def test_format_and_compression_come_from_the_name(name: str, format: str, media_type: str, compression: str) -> None:
    facts = examine(io.BytesIO(b"x"), name)
    assert (facts.format, facts.media_type, facts.compression.rpartition("/")[2]) == (format, media_type, compression)


def test_a_letter_cut_between_two_pieces_is_still_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_facts, "CHUNK", 1)
    assert examine(io.BytesIO("é;à\n".encode()), "t.csv").encoding == "utf-8"


def test_a_file_cut_in_the_middle_of_a_letter_is_not_utf8() -> None:
    assert examine(io.BytesIO("é".encode()[:1]), "t.csv").encoding == "windows-1252"


@given(st.binary(max_size=2000), st.text(max_size=30))
def test_any_file_has_its_size_and_checksum_and_is_given_back_at_its_start(content: bytes, name: str) -> None:
    stream = io.BytesIO(content)
    facts = examine(stream, name)
    assert (facts.size, facts.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert stream.tell() == 0
