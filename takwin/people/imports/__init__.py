"""Lists of persons of any office, brought into the register through the wizard of ``documents.imports``."""
