"""Files in and out, under `articles`, `records`, `store` and `pipeline`."""
