"""What is true of every state machine's runs. A scenario's own invariants stand in its package."""
