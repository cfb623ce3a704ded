"""Which numbers of a log are those of the phone's owner, where no cell says so: by titles, by whoever wrote, by who is in every row."""
