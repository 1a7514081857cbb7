"""All that a space owns, as files in open formats: tables, calendar, documents, books, and what each of them says.

`tables` names each table with its columns; `writing` makes the files; `wording` explains them in the reader's language.
"""

from passerelle.care.space_files.writing import files_of

__all__ = ["files_of"]
