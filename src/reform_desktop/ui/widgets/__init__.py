"""The program's own controls: small manners (wheel, input method, saving, locks) in one place. Pages use only these."""
