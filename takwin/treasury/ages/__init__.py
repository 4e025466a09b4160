"""What is late by how long it has been: the bands, the list of contributions they filter, and who is reminded."""
