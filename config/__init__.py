"""What an operator may change: settings, alert rules, number lists, areas; data with one typed door."""
