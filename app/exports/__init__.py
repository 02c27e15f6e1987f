"""What leaves the trainer for other systems: marks, statements of what was done, referentials. No streamlit here."""
