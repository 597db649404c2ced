"""Where no secret is set there is no door for returned mail at all."""


def test_without_a_configured_secret_the_address_does_not_exist(visitors, cast):
    for head in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer x"}):
        assert visitors.nobody().post("/returned-mail", headers=head).status_code == 404
