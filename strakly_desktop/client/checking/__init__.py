"""Check connection: each step of the way to the assistant, looked at one by one."""
