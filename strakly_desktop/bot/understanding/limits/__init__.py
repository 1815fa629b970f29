"""What limits a question: days and hours, amounts and rows, and the known things that it names."""
