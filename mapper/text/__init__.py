"""What reads sentences, under `extract`, `incidents`, `when` and `figures`."""
