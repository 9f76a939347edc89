"""The version of what turns bytes into text, known without loading any of it."""

VERSION = "pages@4"
"""Raise the number with every change to the text of any page: it is part of what a verdict depends on."""
