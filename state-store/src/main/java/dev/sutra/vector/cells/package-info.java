/**
 * The codes of a segment's vectors, cell by cell (an inverted file): writing, reading and checking
 * them, and approximate search.
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
 */
@NullMarked
package dev.sutra.vector.cells;

import org.jspecify.annotations.NullMarked;
