"""What the tests that hold promises need to know of needs."""
