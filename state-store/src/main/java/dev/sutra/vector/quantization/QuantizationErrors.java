package dev.sutra.vector.quantization;

/**
 * Errors of a codebook, measured on the vectors that it was trained on.
 *
 * @param deviation see {@link CellCodebook#deviation}
 * @param meanSquares see {@link CellCodebook#meanSquares}
 * @param farSquares see {@link CellCodebook#farSquares}
 */
record QuantizationErrors(float deviation, float meanSquares, float farSquares) {}
