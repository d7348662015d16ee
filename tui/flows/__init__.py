"""What a person does with the app, as plain objects: each gets a host and is composed by the app."""
