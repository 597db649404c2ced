"""Returned mail, posted by a mail server that the city trusts with a secret."""
