"""Lists brought in: choose a file, name its columns, match its vendors, look at the difference, apply, undo."""
