def describe(subject, message):
    return "%s: %s" % (subject or "no subject", message)
