"""One seeded model of phones and a line list, written in every format that is read, with the expected answer beside each file.

Nothing here imports the product: what a file must give is computed from the model and from the rules of the trade, so that the
product can be held against it.
"""
