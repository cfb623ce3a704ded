"""What was answered before, when the list has changed or the person comes again: found later, rejected before, told already."""
