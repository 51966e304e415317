"""Any module of the shipped half."""

SHIPPED = True
