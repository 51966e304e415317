ITEMS = {"tea", "jam"}
