"""What the desk takes along: files, exports, printed answers, backups."""
