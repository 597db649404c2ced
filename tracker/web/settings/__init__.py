"""Departments, people, catalogue, policy, mail."""
