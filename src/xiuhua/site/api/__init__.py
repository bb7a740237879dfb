"""The JSON API: one operation for writes, typed reads, problems with our numbers. See docs/api.md."""
