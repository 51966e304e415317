"""faasport on Azure Functions."""
