"""What single words mean, in English and in Hindi, and a message as a row of meanings."""
