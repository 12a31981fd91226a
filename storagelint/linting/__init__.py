"""model -> diagnostics: the rules, the run over documents, and what silences a finding."""
