"""The place-name engine under `names`, `mentions`, `resolve` and `gazetteer`."""
