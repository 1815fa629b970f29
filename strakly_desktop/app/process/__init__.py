"""The program as a process: its loop, memory, one instance, log and end, and whatever it changes globally."""
