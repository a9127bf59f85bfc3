"""Where the folders that ship beside the code are, in a wheel as in an editable install."""

from importlib.util import find_spec
from pathlib import Path


def data_root() -> Path:
    """Return the folder that holds `schemas/` and `i18n/`: the checkout when editable, the package in a wheel."""
    spec = find_spec("ckanext.archipel.schemas")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("ckanext.archipel.schemas")
    return Path(spec.origin).parent.parent
