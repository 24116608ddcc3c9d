"""Charts: bars, columns, lines and slices, drawn by us and native in the file."""
