"""公告: the page, the form, what hangs on the wall, who signed up."""
