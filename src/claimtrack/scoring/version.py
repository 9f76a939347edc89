"""The version of the scorer, known without loading any of it."""

VERSION = "lexical@2"
"""Raise the number with every change to a verdict: it is part of what a check rests on."""
