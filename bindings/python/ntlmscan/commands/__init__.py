"""Programs that the native command finds as ntlmscan-NAME, one module each."""
