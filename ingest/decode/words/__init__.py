"""The words of phones, address books and tools, in the languages of their users: what a header, a kind, a state or a way is called."""
