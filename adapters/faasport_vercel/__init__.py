"""faasport on Vercel."""
