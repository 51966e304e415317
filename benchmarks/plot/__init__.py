"""Charts as SVG that read well on a light page and on a dark one, without a library."""
