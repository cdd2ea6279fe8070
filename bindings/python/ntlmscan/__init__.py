"""The Python package of ntlmscan."""
