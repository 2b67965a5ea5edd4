/**
 * Flat vectors: similarities, vectors in memtables and segments, and exact scores.
 *
 * <p>{@code kernel} computes the products, {@code quantization} turns vectors into codes, and
 * {@code cells} stores and searches the codes.
 *
 * <h2>Vectors section</h2>
 *
 * All numbers little-endian; offsets from the start of the section, which lies at a multiple of 64
 * in its file. n = number of vectors, d = dimension. A vector's place in the section is its
 * ordinal.
 *
 * <table>
 * <caption>Byte layout</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>4</td><td>d, 1 to 4096</td></tr>
 * <tr><td>4</td><td>4</td><td>n</td></tr>
 * <tr><td>8</td><td>1</td><td>similarity: 0 cosine, 1 dot product, 2 Euclidean</td></tr>
 * <tr><td>9</td><td>7</td><td>zero</td></tr>
 * <tr><td>16</td><td>4 × n</td><td>u32 document of each vector, ascending</td></tr>
 * <tr><td></td><td>0–63</td><td>zero, to a multiple of 64</td></tr>
 * <tr><td>V</td><td>4 × d × n</td><td>f32 components, vector after vector</td></tr>
 * <tr><td>V + 4dn</td><td>4 × n</td><td>f32 1 / length of each vector; for cosine only</td></tr>
 * </table>
 */
@NullMarked
package dev.sutra.vector;

import org.jspecify.annotations.NullMarked;
