"""What an editor would say of a toolkit that loads: its language, its balance, its evidence."""
