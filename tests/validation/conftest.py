"""Small tables and schemas, written where a test needs them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ckanext.archipel.validation.check_table import Limits, check_table
from ckanext.archipel.validation.report import Report
from ckanext.archipel.validation.table_schema import parse

Check = Callable[..., Report]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return a function that checks the bytes or text of a file against fields."""

    def do(content: str | bytes, *fields: dict[str, Any], limits: Limits | None = None, **described: Any) -> Report:
        file = tmp_path / "table"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        schema = {"title": "Essai", "version": "1.2.0", "fields": list(fields), **described}
        return check_table(file, parse(json.dumps(schema).encode()), "https://www.exemple.fr/schema.json", limits)

    return do
