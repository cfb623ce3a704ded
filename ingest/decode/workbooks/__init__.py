"""Workbooks: their parts, their sheets, the cells as a person sees them, and which tool wrote one."""
