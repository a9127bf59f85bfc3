"""Why the public may not read a dataset, in the words of INSPIRE."""

from ckanext.archipel.rdf.fields import Dataset, field
from ckanext.archipel.rdf.values import as_list, web_url

LIMITATIONS = "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/INSPIRE"


def limitations(dataset: Dataset) -> list[str]:
    """Return the reasons that are written in the export; that nothing limits access is no reason."""
    written = [str(value) for value in as_list(field(dataset, "access_limitation"))]
    return [value for value in written if value.startswith(LIMITATIONS) and web_url(value)]
