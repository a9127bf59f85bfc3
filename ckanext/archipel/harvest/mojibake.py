"""Repairs text that some catalogue read as Latin-1 although it was UTF-8 («rÃ©seau»). Free of CKAN."""

import re
from typing import Any

# What the bytes of a UTF-8 character look like once read as Windows-1252: a leading byte, then following ones.
WINDOWS = {bytes([code]).decode("cp1252", "ignore") or chr(code): code for code in range(0x80, 0xC0)}
FOLLOWING = "[" + re.escape("".join(WINDOWS)) + "".join(map(chr, range(0x80, 0xA0))) + "]"
# Of the characters of three bytes, only the punctuation that word processors put in: others are real French text.
MISREAD = re.compile(f"[\u00c2-\u00df]{FOLLOWING}|\u00e2{FOLLOWING}{{2}}")
# The no-break space that ends a misread « à » is often a plain one by then; capitals are left to « MAÇÃ ».
MISREAD_A = re.compile("(?<![A-Z\u00c0-\u00de])\u00c3 {1,2}")


def repaired(value: Any) -> Any:
    """Return a value, however nested, whose misread texts are put right; correct text is left as it is."""
    if isinstance(value, str):
        return MISREAD_A.sub("à ", MISREAD.sub(_character, value)) if max(value, default="") >= "\u00c2" else value
    if isinstance(value, dict):
        return {key: repaired(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [repaired(inner) for inner in value]
    return value


def _character(match: re.Match[str]) -> str:
    bytes_read = bytes(WINDOWS.get(letter, ord(letter)) for letter in match[0])
    try:
        return bytes_read.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
