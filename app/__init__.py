"""The Firstread desktop application: worklist, pipeline, archive connection and viewer."""
