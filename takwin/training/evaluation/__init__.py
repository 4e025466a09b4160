"""What those who attended a session think of it, know before and after, and apply months later."""
