"""Decides whether datasets that left a catalogue may leave the portal."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Removal:
    """What may be removed, and why nothing is when nothing is."""

    identifiers: tuple[str, ...] = ()
    refusal: str = ""


def decide_removal(
    known: Collection[str], seen: Collection[str], complete: bool, max_count: int, max_percent: int
) -> Removal:
    """Allow a removal only after a whole reading of the catalogue, and only while it stays small."""
    gone = tuple(sorted(set(known) - set(seen)))
    if not gone or not complete:
        return Removal()
    if len(gone) > max_count or len(gone) * 100 > max_percent * len(set(known)):
        return Removal(
            refusal=f"{len(gone)} jeux de données sur {len(set(known))} ont disparu du catalogue : c'est plus que le "
            f"seuil de {max_percent} % ou de {max_count}, rien n'a été retiré. Vérifiez le catalogue ; si ces "
            "disparitions sont voulues, supprimez ces jeux de données à la main ou relevez le seuil "
            "(options ckanext.archipel.harvest.max_removed et max_removed_percent)."
        )
    return Removal(gone)
