"""What can be asked about passes."""
