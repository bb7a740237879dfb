"""What each module declares of itself: a folder or a file of its own (``support/declared.py`` says what)."""
