"""The desk's own reflexes: a scanned code checks in, a name is found, and the header tells how many are in."""
