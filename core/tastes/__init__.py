"""What segments rate more, less, higher or lower than the others do."""
