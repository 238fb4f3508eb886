"""年度考核: an estate's sheet with the records behind every figure, marks beside it, people and shops, its papers."""
