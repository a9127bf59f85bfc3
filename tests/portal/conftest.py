"""A portal without us, on the database, the index and the queue of the test that runs."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Json = dict[str, Any]
Stock = Callable[..., list[Any]]

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SCRIPT = Path(__file__).parent / "stock_process.py"


@pytest.fixture
def stock(tmp_path: Path) -> Stock:
    """Return a function that does calls in a process where only the given plugins are loaded."""

    def do(plugins: str, *calls: Json, settings: str = "") -> list[Any]:
        ini = tmp_path / "stock.ini"
        ini.write_text(
            f"[app:main]\nuse = config:{CHECKOUT / 'test.ini'}\nckan.plugins = {plugins}\n"
            f"ckanext.dcat.rdf.profiles = euro_dcat_ap_3\nckan.site_title = Sans nous\n{settings}\n"
        )
        done = subprocess.run(
            [sys.executable, str(SCRIPT), str(ini)],
            input=json.dumps(calls),
            capture_output=True,
            text=True,
            cwd=CHECKOUT,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        answers = json.loads(done.stdout)
        assert not [answer for answer in answers if "error" in answer], answers
        return [answer["result"] for answer in answers]

    return do
