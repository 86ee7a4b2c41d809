"""Remarks that an editor would make on a toolkit: its language, balance and evidence."""
