"""Models and programs that come as files: who signed them, what is in them, and how a model is put to work."""
