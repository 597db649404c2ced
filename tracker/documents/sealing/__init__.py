"""Seals what the city made or received with the city's own key; the only package that holds that key."""
