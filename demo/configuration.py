"""Writes the portal's `ckan.ini` from its template and the addresses of the services."""

import os
import string
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from demo.layout import CHECKOUT

TEMPLATE = CHECKOUT / "demo" / "portal.ini"
DATASTORE = ("CKAN_DATASTORE_WRITE_URL", "CKAN_DATASTORE_READ_URL")


def write_ini(ini: Path, site_url: str, secret: str, addresses: Mapping[str, str]) -> None:
    """Write the file; it holds secrets, so it is for its owner alone."""
    redis = urlsplit(addresses["CKAN_REDIS_URL"])
    write_url, read_url = (addresses.get(name) or os.environ.get(name, "") for name in DATASTORE)
    content = string.Template(TEMPLATE.read_text()).substitute(
        secret=secret,
        site_url=site_url,
        storage=ini.parent / "storage",
        redis_host=redis.hostname,
        redis_port=redis.port or 6379,
        redis_url=addresses["CKAN_REDIS_URL"],
        solr_url=addresses["CKAN_SOLR_URL"],
        sqlalchemy_url=addresses["CKAN_SQLALCHEMY_URL"],
        datastore_write_url=write_url,
        datastore_read_url=read_url,
    )
    if not (write_url and read_url):  # an administrator's own database may come without a datastore
        content = content.replace(" datastore datatables_view", "").replace("= datatables_view ", "= ")
    ini.touch(mode=0o600)
    ini.write_text(content)
