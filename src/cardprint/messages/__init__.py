"""What the program says to people, in their language, safe for each place it goes to."""
