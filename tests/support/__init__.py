"""What several suites share: databases, a browser, and the strict reading of what may be skipped."""
