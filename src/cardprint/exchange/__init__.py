"""A toolkit goes to Word or Excel and comes back."""
