"""Decides whether a person is to agree before datasets that left a catalogue leave the portal. Free of CKAN."""


def decide_removal(gone: int, known: int, max_count: int, max_percent: int) -> str:
    """Say why a person is to decide; nothing when so few left that nobody has to."""
    if not gone or (gone <= max_count and gone * 100 <= max_percent * known):
        return ""
    return (
        f"{gone} jeux de données sur {known} ont disparu du catalogue : c'est plus que le seuil de {max_percent} % ou "
        f"de {max_count}. Rien n'est retiré sans votre accord : vérifiez le catalogue, puis approuvez ou refusez le "
        "retrait sur la page du moissonnage."
    )
