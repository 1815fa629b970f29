"""What is said to the app rather than asked of the gym: wishes, and what only looks like one."""
