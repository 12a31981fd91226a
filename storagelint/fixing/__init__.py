"""diagnostics -> edits -> disk: what rules offer to mend, with the checks that make it safe."""
