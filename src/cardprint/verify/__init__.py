"""Sixth stage: the finished bytes are read back and compared with the data."""
