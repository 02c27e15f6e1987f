"""Documents to keep and print: tagged, accessible PDF made by typst from plain data. No streamlit here."""
