"""Send requests to Microsoft Graph: HTTPS, batches, retries, rate limits, deadlines and error bodies."""
