"""Folders and files: the project, the cache, what is read under a name, what is written."""
