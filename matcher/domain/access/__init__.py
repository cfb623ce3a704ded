"""Who asks, by what they proved it, what they may do and how much of it, and the trail of what they did."""
