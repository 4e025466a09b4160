"""What agreements build: schools, centres, boarding houses, from their signature to their opening."""
