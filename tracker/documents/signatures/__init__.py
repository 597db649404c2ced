"""Reads the signatures in a PDF; the only package that knows pyHanko, and what it reads it never trusts."""
