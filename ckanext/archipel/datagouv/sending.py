"""Sends requests to data.gouv.fr through the one door to the outside, with the key of the configuration."""

import io
from dataclasses import replace

import ckan.plugins.toolkit as tk

from ckanext.archipel.datagouv.api import Answer, DataGouv
from ckanext.archipel.datagouv.refusals import DataGouvError, NoKeyError, NotDataGouvError, SilentError
from ckanext.archipel.fetch.client import Ask, FetchError, Sent, request
from ckanext.archipel.fetch.errors import BadStatusError, TooManyRedirectsError
from ckanext.archipel.fetch.retry import PASSING, with_retries
from ckanext.archipel.fetch.settings import configured_limits, configured_way

# A refusal is read too: it says why.
STATUSES = frozenset(range(200, 600))


def configured(*, with_key: bool) -> DataGouv:
    """Return the platform of the configuration; asking for the key when there is none raises NoKeyError."""
    key = str(tk.config.get("ckanext.archipel.datagouv.api_key") or "").strip()
    if with_key and not key:
        raise NoKeyError
    address = f"{str(tk.config['ckanext.archipel.datagouv.url']).rstrip('/')}/api/1"
    return DataGouv(lambda method, path, body: _send(address, key if with_key else "", method, path, body))


def _send(address: str, key: str, method: str, path: str, body: bytes | None) -> Answer:
    # The key goes where the configuration says, and follows no redirection.
    limits = replace(configured_limits(), max_redirects=0)
    headers = {"Accept": "application/json", **({"X-API-KEY": key} if key else {})}
    sent = Sent(body, "application/json") if body is not None else None
    reading = method == "GET"
    ask = Ask(method, headers, limits, STATUSES - PASSING if reading else STATUSES, sent=sent)

    def exchange() -> Answer:
        content = io.BytesIO()
        response, _ = request(f"{address}{path}", ask, configured_way(), content)
        return Answer(response.status, content.getvalue())

    try:
        # What writes is never sent twice.
        return with_retries(exchange, int(tk.config["ckanext.archipel.fetch.retries"]) if reading else 0)
    except BadStatusError as error:
        return Answer(error.status, b"")
    except TooManyRedirectsError as error:
        raise NotDataGouvError from error
    except FetchError as error:
        raise _silent(error, key, method, path) from error


def _silent(error: FetchError, key: str, method: str, path: str) -> DataGouvError:
    wrote = method != "GET" and not path.endswith("/preview/")
    return SilentError(str(error).replace(key, "…") if key else error, wrote)
