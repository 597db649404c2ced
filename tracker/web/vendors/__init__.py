"""Vendors: the grid, a vendor's page, new, edit, contacts, aliases."""
