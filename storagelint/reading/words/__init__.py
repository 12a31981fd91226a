"""Words of a cell or a sentence -> what they mean: types, constraints, cardinalities, amounts."""
