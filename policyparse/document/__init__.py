"""What the head of a document says: title, issuer, number, date, and the setting that its items are read in."""
