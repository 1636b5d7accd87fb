"""What must be in place before a plan or an apply can work, looked at without changing anything."""
