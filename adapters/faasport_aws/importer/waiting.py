"""How long functions may take: what is in front of those that answer HTTP does not wait longer.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
"""

LONGEST = 30
"""Seconds that the front waits."""
