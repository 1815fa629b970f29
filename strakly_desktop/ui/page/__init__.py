"""What is painted on and laid over the transcript's page: cards, links under the pointer, the buttons of an answer."""
