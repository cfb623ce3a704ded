"""What formats are made of, in groups: archives, XML, texts and workbooks, the words and values in them, tables and cards."""
