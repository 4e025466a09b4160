"""What is known of a trainer: what he holds, who accredits him, his papers, the days he is free."""
