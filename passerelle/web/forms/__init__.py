"""The fields of our pages, one file per subject."""
