"""The command line: read, call one library function, write."""
