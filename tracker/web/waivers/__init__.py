"""Waivers: asked for, approved by a second person."""
