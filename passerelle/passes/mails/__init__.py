"""What is written about passes and about charges: one function per letter."""
