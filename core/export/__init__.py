"""Results on their way out: reports on the command line, and files in a folder."""
