"""Plain web pages beside Streamlit's: signing in and out, joining, passwords. No streamlit here."""
