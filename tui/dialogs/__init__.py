"""Dialogs: a question, a field, an answer."""
