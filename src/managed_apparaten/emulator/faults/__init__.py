"""Make requests and answers go wrong on purpose."""
