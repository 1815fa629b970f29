"""Where a question is written: the field, its hint, suggested questions, and the empty page that invites to one."""
