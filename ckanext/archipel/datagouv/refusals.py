"""Why data.gouv.fr refused or did not answer, in words that say what to do. Free of CKAN."""

from collections.abc import Mapping
from typing import Any

LONGEST = 500


class DataGouvError(Exception):
    """Base of all refusals and failures; the message is in French."""


class NoKeyError(DataGouvError):
    """The configuration holds no key."""

    def __init__(self) -> None:
        super().__init__(
            "Aucune clé de data.gouv.fr. Créez-en une sur votre profil (« Clés d'API »), puis écrivez-la dans l'option "
            "ckanext.archipel.datagouv.api_key."
        )


class NotDataGouvError(DataGouvError):
    """Something answers that is not the API."""

    def __init__(self) -> None:
        super().__init__(
            "Ce qui répond n'est pas l'API de data.gouv.fr. Vérifiez l'option ckanext.archipel.datagouv.url "
            "(https://www.data.gouv.fr, ou https://demo.data.gouv.fr pour essayer)."
        )


class UnknownError(DataGouvError):
    """What was asked for does not exist there."""


class SilentError(DataGouvError):
    """The platform cannot be reached, or is too slow."""

    def __init__(self, reason: object, wrote: bool) -> None:
        then = (
            "La demande est peut-être passée : relancez la commande, elle retrouvera la source."
            if wrote
            else "Rien n'a été modifié : réessayez plus tard."
        )
        super().__init__(f"data.gouv.fr ne répond pas. {then} Détail : {reason}")


WHAT_TO_DO = {
    401: (
        "La clé de data.gouv.fr est refusée : mal copiée, expirée ou révoquée. Créez-en une autre sur votre profil et "
        "écrivez-la dans l'option ckanext.archipel.datagouv.api_key."
    ),
    403: (
        "Cette clé n'a pas le droit de moissonner pour cette organisation. Son propriétaire doit en être "
        "administrateur ou éditeur sur data.gouv.fr : demandez-le à un administrateur de l'organisation."
    ),
    410: "Cette source ou cette organisation a été supprimée de data.gouv.fr.",
    413: "data.gouv.fr juge la demande trop grosse.",
    429: "data.gouv.fr demande d'attendre : relancez la commande dans quelques minutes.",
}


def refusal(status: int, path: str, told: Mapping[str, Any]) -> DataGouvError:
    """Return the error that an answer deserves; what data.gouv.fr says of it is added."""
    detail = _detail(told)
    if status == 404:
        return UnknownError(_unknown(path))
    if 300 <= status < 400:
        return NotDataGouvError()
    if status == 400 and "organization" in (told.get("errors") or {}):
        # This is how udata says that the key's owner has no right there.
        return DataGouvError(f"{WHAT_TO_DO[403]} Sa réponse{detail}")
    if status == 400:
        return DataGouvError(f"data.gouv.fr refuse la demande{detail or '.'} Corrigez, puis relancez la commande.")
    if status >= 500:
        return DataGouvError(
            f"data.gouv.fr est en panne (réponse {status}). Réessayez plus tard ; si cela dure, écrivez à son "
            "support : https://support.data.gouv.fr."
        )
    return DataGouvError(WHAT_TO_DO.get(status, f"data.gouv.fr refuse la demande (réponse {status}){detail or '.'}"))


def _unknown(path: str) -> str:
    if path.startswith("/organizations/"):
        return (
            "Cette organisation n'existe pas sur data.gouv.fr. Vérifiez son identifiant : la fin de l'adresse de sa "
            "page, ou les 24 caractères de son profil."
        )
    return (
        "data.gouv.fr ne trouve pas ce qui lui est demandé : la source a peut-être été supprimée, ou l'option "
        "ckanext.archipel.datagouv.url n'est pas la bonne."
    )


def _detail(told: Mapping[str, Any]) -> str:
    errors = told.get("errors")
    texts = [f"{name} : {text}" for name, text in errors.items()] if isinstance(errors, Mapping) else []
    texts = texts or [str(told["message"])] if texts or told.get("message") else []
    return f" : {' ; '.join(texts)[:LONGEST]}." if texts else ""
