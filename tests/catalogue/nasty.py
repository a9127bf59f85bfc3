"""A catalogue made to be nasty: values that no form accepts, but that a database may hold."""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.tests import factories

Json = dict[str, Any]


@dataclass(frozen=True)
class Nasty:
    """Columns of a dataset and of its file, as somebody wrote them by SQL; `named` when something of it is left out."""

    name: str
    dataset: dict[str, Any] = field(default_factory=dict)
    file: dict[str, Any] = field(default_factory=dict)
    named: bool = True


NASTY = (
    Nasty("titre-de-commandes", {"title": "Titre\x0b\x08 <script>&amp;"}),
    Nasty("description-sale", {"notes": "a\r\nb]]>\x0cc\ufffe"}),
    Nasty("page-sans-hote", {"url": "http:///rien"}),
    Nasty("page-en-javascript", {"url": "javascript:alert(1)"}),
    Nasty("licence-inconnue", {"license_id": "<b>rien</b> de \x07 connu"}),
    Nasty("version-longue", {"version": "é" * 100}, named=False),
    Nasty("fichier-espace", file={"url": "https://www.exemple-aura.fr/a b\tc.csv"}),
    Nasty("fichier-intranet", file={"url": "http://serveur.intranet/a.csv"}),
    Nasty("fichier-prive", file={"url": "http://10.0.0.1/a.csv"}),
    Nasty("fichier-boucle", file={"url": "http://[::1]/a.csv"}),
    Nasty("fichier-courriel", file={"url": "mailto:a@exemple-aura.fr"}),
    Nasty("fichier-vide", file={"url": ""}, named=False),
    Nasty("fichier-mot-de-passe", file={"url": "https://moi:secret@www.exemple-aura.fr/a.csv"}),
    Nasty("fichier-guillemets", file={"url": 'https://www.exemple-aura.fr/"><x>{}|^`.csv'}, named=False),
    Nasty("fichier-accents", file={"url": "https://www.exemple-aura.fr/données/été.csv"}, named=False),
    Nasty("empreinte-fausse", file={"hash": "zz top"}),
    Nasty(
        "format-etrange", file={"format": "http://publications.europa.eu/resource/authority/file-type/<x>"}, named=False
    ),
    Nasty("type-etrange", file={"mimetype": "text/csv; charset=<latin1>"}, named=False),
    Nasty("taille-immense", file={"size": 9223372036854775807}, named=False),
    Nasty("taille-negative", file={"size": -1}),
)


def publish(owner: str) -> dict[str, str]:
    """Publish the nasty datasets; return their names by identifier."""
    identifiers = {}
    for nasty in NASTY:
        file = {"url": f"https://www.exemple-aura.fr/{nasty.name}.csv", "format": "CSV", "name": "Données"}
        made = factories.Dataset(owner_org=owner, name=nasty.name, title=nasty.name, resources=[file])
        with model.meta.engine.begin() as connection:
            _write(connection, "package", nasty.dataset, "id", made["id"])
            _write(connection, "resource", nasty.file, "package_id", made["id"])
        identifiers[str(made["id"])] = nasty.name
    return identifiers


def _write(connection: sa.engine.Connection, table: str, values: Json, key: str, value: str) -> None:
    for column, content in values.items():
        # The names are those of the list above.
        sql = f"UPDATE {table} SET {column} = :content WHERE {key} = :key"
        connection.execute(sa.text(sql), {"content": content, "key": value})
