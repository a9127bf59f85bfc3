"""What cannot be published is named, value by value."""

from ckanext.archipel.rdf.losses import losses


def test_what_can_be_published_is_not_named() -> None:
    files = [{"name": "A", "url": "https://a.fr/a.csv", "size": "12", "modified": "2020"}]
    fine = {"url": "https://a.fr", "issued": "2020-01-02", "contact": [{"email": "a@exemple.fr"}], "resources": files}
    assert losses(fine) == ()
    assert losses({}) == ()


def test_each_value_that_is_left_out_is_named_with_its_field() -> None:
    bad = {
        "url": "chez nous",
        "modified": "le 31 février",
        "documentation": ["https://a.fr/doc", "doc"],
        "contact": [{"name": "Pôle", "email": "pôle"}],
        "temporal_coverage": [{"start": "2020", "end": "jadis"}],
        "resources": [{"name": "A", "url": "http://serveur.intranet/a", "size": "12 Ko", "hash": "zz"}],
    }
    assert set(losses(bad)) == {
        "url : chez nous",
        "modified : le 31 février",
        "documentation : doc",
        "contact.email : pôle",
        "temporal_coverage.end : jadis",
        "« A » url : http://serveur.intranet/a",
        "« A » size : 12 Ko",
        "« A » hash : zz",
    }


def test_an_address_of_the_portal_itself_is_never_named() -> None:
    assert losses({"resources": [{"url": "http://portail.local/a.csv"}]}, {"portail.local"}) == ()
