"""The pages of the report, one module each; `_registry.py` names them in order."""
