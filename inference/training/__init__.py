"""Training, synthesis and export. The only package that imports torch."""
