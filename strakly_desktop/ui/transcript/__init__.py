"""The conversation on screen: it streams, scrolls, opens earlier messages and keeps its reader's place."""
