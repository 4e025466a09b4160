"""What ``takwin people …`` does, one module per verb."""
