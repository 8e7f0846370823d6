"""How a question becomes SQL and an answer, under `query`."""
