word = "café"
