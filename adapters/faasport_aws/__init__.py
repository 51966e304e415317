"""faasport on AWS Lambda."""
