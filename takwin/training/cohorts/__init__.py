"""Training of trainers: candidates are chosen, follow modules, teach beside a trainer, are accredited."""
