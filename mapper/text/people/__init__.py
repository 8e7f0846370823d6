"""Names of people in a text: found, told apart from those of public office, and masked."""
