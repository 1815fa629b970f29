"""One turn of the assistant: the question, the rounds with tools, the events of the answer, what is remembered."""
