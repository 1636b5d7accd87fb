"""Read and judge OData: URLs, queries, filters, types and values."""
