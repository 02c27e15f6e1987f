"""What pages are made of: one renderer per question type, the paper, tables, charts."""
