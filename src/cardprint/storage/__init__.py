"""Folders and files: the project, the cache, YAML files, and writing in one step."""
