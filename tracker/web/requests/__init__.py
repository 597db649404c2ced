"""Requests: ask, resend, change the contact, revoke."""
