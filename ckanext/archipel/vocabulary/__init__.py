"""Code lists of the portal: URIs with French and English labels, one YAML file per list, one loader."""

from ckanext.archipel.vocabulary.loader import Term, Vocabulary, fold, names, vocabulary

__all__ = ["Term", "Vocabulary", "fold", "names", "vocabulary"]
