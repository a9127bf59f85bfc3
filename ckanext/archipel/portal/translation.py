"""The French of our plugins, which each of them brings along, so that none is English when the others are left out."""

from ckan.lib.plugins import DefaultTranslation

from ckanext.archipel.paths import data_root


class OurTranslation(DefaultTranslation):
    """Our catalogues, which also fill the gaps of CKAN's French."""

    def i18n_directory(self) -> str:
        """Return the folder of the catalogues."""
        return str(data_root() / "i18n")

    def i18n_locales(self) -> list[str]:
        """Return the languages we translate into."""
        return ["fr"]

    def i18n_domain(self) -> str:
        """Return the catalogues' name, the same for every plugin of ours."""
        return "ckanext-archipel"
