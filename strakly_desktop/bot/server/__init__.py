"""The assistant as an HTTP server: routes, requests, limits, start and end."""
