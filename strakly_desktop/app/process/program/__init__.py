"""The program itself: how it was installed, starts at login, notices a newer one, and starts itself again."""
