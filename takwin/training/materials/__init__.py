"""Course material: what trainers teach from, and what participants take away."""
