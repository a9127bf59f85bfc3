"""Which extras and core fields of CKAN and ckanext-dcat hold what the regional schema keeps in a field of its own."""

# Each sub-field of a repeating field, with the extras or core fields it may come from, best first.
GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "publisher": {
        "name": ("publisher_name", "dcat_publisher_name"),
        "email": ("publisher_email", "dcat_publisher_email"),
        "url": ("publisher_url",),
        "identifier": ("publisher_identifier", "publisher_uri"),
    },
    "contact": {
        "name": ("contact_name", "maintainer", "author"),
        "email": ("contact_email", "maintainer_email", "author_email"),
        "url": ("contact_url", "contact_uri"),
    },
    "temporal_coverage": {"start": ("temporal_start",), "end": ("temporal_end",)},
    "spatial_coverage": {
        "uri": ("spatial_uri",),
        "text": ("spatial_text", "spatial_name"),
        "geom": ("spatial",),
        "bbox": ("spatial_bbox",),
        "centroid": ("spatial_centroid",),
    },
}

# What a group's extras are called, when not after the group itself.
PREFIXES = {"temporal_coverage": "temporal", "spatial_coverage": "spatial"}

# The sub-field that takes a group written as plain text.
WORDS = {"publisher": "name", "contact": "name", "spatial_coverage": "text"}

# Where a field's value is when the field itself is absent.
RENAMED = {"issued": "dcat_issued", "modified": "dcat_modified", "identifier": "guid"}

# Stay as extras once copied: harvests find their datasets by them, and exports take the dataset's URI from there.
NEVER_REMOVED = {"guid", "uri"}

# Ends the name of the extra that holds a value the schema refuses.
SET_ASIDE = "_source"
