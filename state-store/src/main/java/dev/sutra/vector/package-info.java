/**
 * Vectors: similarities, the kernels that compute them, where vectors are kept in memory and in
 * segments, and exact search; product quantization, and approximate search in cells of codes.
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
 *
 * <h2>Cells section</h2>
 *
 * The codes of the vectors of a vectors section, ordered by cell, 32 in a block. A vector that is
 * far from the centroid of its cell stands in a second one too, with codes of its own there. n =
 * number of vectors, m = number of places (one or two a vector), c = number of cells, p = codes a
 * place, b = 16 × p + 384 bytes a block.
 *
 * <table>
 * <caption>Byte layout</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>8</td><td>id of the codebook</td></tr>
 * <tr><td>8</td><td>4</td><td>n</td></tr>
 * <tr><td>12</td><td>4</td><td>c</td></tr>
 * <tr><td>16</td><td>4</td><td>p, a multiple of 4</td></tr>
 * <tr><td>20</td><td>4</td><td>f32 mean squared distance of vector and centroid</td></tr>
 * <tr><td>24</td><td>4</td><td>m; 0 where m = n in sections from before second cells</td></tr>
 * <tr><td>28</td><td>36</td><td>zero</td></tr>
 * <tr><td>64</td><td>b × ⌈m / 32⌉</td><td>blocks; what is behind the last place is zero</td></tr>
 * <tr><td></td><td>4 × (c + 1)</td><td>u32 first place of each cell; m</td></tr>
 * </table>
 *
 * <p>A block: 16 × p bytes of 4-bit codes, 16 bytes for each part of a vector; then for each place
 * an f32 factor, an f32 correction, and the u32 ordinal in the vectors section, 32 of each
 * together. The code of a block's place l stands in byte {@code 2 (l mod 8) + ⌊l / 16⌋} of the 16,
 * in its upper half if l mod 16 is 8 or more.
 *
 * <h2>Codebook</h2>
 *
 * <table>
 * <caption>Byte layout</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>8</td><td>{@code SUTRACBK}</td></tr>
 * <tr><td>8</td><td>4</td><td>format version, 2; 1 before there were second cells</td></tr>
 * <tr><td>12</td><td>4</td><td>1 product quantizer, 2 cells</td></tr>
 * <tr><td>16</td><td>4</td><td>similarity</td></tr>
 * <tr><td>20</td><td>4</td><td>d</td></tr>
 * <tr><td>24</td><td>4</td><td>p, parts</td></tr>
 * <tr><td>28</td><td>4</td><td>k, centroids a part: 16 or 256</td></tr>
 * <tr><td>32</td><td>4 × k × d</td><td>f32 components, part after part, of each part 16 centroids
 * together, of these component after component; part i has components from ⌊i × d / p⌋</td></tr>
 * <tr><td></td><td>8</td><td>for cells: id</td></tr>
 * <tr><td></td><td>4</td><td>for cells: c</td></tr>
 * <tr><td></td><td>4</td><td>for cells: f32 deviation of estimates</td></tr>
 * <tr><td></td><td>4</td><td>for cells: f32 mean squared distance of vector and centroid</td></tr>
 * <tr><td></td><td>4</td><td>for cells, from version 2 on: f32 squared distance to the centroid
 * above which a vector has a second cell; infinite if none has</td></tr>
 * <tr><td></td><td>4 × 9</td><td>for cells: how many hold 50, 70, 80, 90, 95, 98, 99, 99.5 and
 * 100 % of the nearest ten</td></tr>
 * <tr><td></td><td>4 × c × d</td><td>for cells: f32 centroids, cell after cell</td></tr>
 * <tr><td></td><td>4</td><td>CRC-32C of all before it</td></tr>
 * </table>
 */
@NullMarked
package dev.sutra.vector;

import org.jspecify.annotations.NullMarked;
