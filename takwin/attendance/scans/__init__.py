"""The paper twin of the roll: each print is remembered, its photograph is read back, doubts are decided."""
