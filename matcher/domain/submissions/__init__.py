"""What is handed in or asked, and what is stated with it: the person, the episode, the legal basis; and how it stands."""
