"""Sign in, sign out, password, second factor."""
