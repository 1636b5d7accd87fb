"""Microsoft Graph as this program needs it: raw JSON in and out, paging, batches, one reader and one
writer."""
