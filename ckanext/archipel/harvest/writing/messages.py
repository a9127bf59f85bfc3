"""Says in French why a record could not be written."""

import ckan.plugins.toolkit as tk

MAX_LENGTH = 1000


def explain(identifier: str, link: str, error: Exception) -> str:
    """Return what happened, to which record, and what to do."""
    if isinstance(error, tk.ValidationError):
        details = " ; ".join(f"{name} : {text}" for name, text in error.error_summary.items())
        cause = f"le portail refuse ses valeurs ({details}). Corrigez la notice dans le catalogue d'origine."
    elif isinstance(error, tk.NotAuthorized):
        cause = "le portail n'a pas le droit d'écrire ce jeu de données. Vérifiez l'organisation de la source."
    elif isinstance(error, tk.ObjectNotFound):
        cause = "le jeu de données à modifier n'existe plus. Il sera recréé au prochain moissonnage."
    else:
        cause = f"erreur interne ({type(error).__name__} : {error}). Le journal du serveur en dit plus."
    where = f" ({link})" if link and link != identifier else ""
    return f"Notice « {identifier} »{where} : {cause}"[:MAX_LENGTH]
