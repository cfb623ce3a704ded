"""The models of a Cellebrite report: their forms and fields, and what they say of contacts, calls, messages and the SIM."""
