"""Contracts: the grid, a contract's page, new, edit, archive."""
