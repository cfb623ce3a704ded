"""How the numbers and labels of a phone are held against the list: matches with their grades, leads, associates, and the reasons given."""
