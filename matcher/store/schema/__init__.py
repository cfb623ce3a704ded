"""The tables. Everything that says who somebody is, or whom somebody knows, is sealed before it gets here (`matcher.store.crypto`)."""
