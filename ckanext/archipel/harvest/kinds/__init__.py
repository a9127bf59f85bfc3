"""The kinds of catalogue that can be harvested: each reads pages of remote records and maps a record to a dataset."""
