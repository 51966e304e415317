def title_of(name):
    return name.replace("-", " ").title()
