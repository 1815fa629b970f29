"""Which proxy a request goes through, what of the settings cannot be used, and what went wrong in one."""
