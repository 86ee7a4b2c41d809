"""Editing a toolkit in a form: what its fields are, and what a change does to the files."""
