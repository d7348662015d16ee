"""The four screens, and the dialogs on top of them."""
