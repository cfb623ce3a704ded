"""Numbers kept apart before anything else, wherever they stand: protected ones leave no trace, benign ones only add a caution."""
