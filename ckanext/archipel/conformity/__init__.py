"""Whether what the portal says of a dataset follows DCAT-AP, as data.europa.eu checks it."""
