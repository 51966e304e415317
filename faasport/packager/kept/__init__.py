"""What is kept between two runs, each by all that it was made from."""
