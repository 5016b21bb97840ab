"""How fast the program is and how much memory it takes, beside others that do a part of the same."""
