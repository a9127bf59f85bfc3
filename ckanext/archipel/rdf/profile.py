"""The portal's DCAT profile, a delta on `euro_dcat_ap_3`."""

from ckanext.dcat.profiles import EuropeanDCATAP3Profile


class ArchipelProfile(EuropeanDCATAP3Profile):
    """Adds to `euro_dcat_ap_3` what data.gouv.fr and data.europa.eu expect."""
