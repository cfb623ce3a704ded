"""What an answer asks people to do: rules and their facts, the alerts raised by them and by ourselves, how soon, to whom; and watches."""
