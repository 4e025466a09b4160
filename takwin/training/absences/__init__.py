"""Who was absent from a closed session without excuse, and the letter that tells his council."""
