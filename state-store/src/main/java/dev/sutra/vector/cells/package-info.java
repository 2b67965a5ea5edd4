/**
 * The codes of a segment's vectors, cell by cell (an inverted file): writing, reading and checking
 * them, and approximate search.
 *
 * <h2>Cells section</h2>
 *
 * The codes of the vectors of a vectors section, ordered by cell, in blocks of 32. A vector far
 * from the centroid of its cell is also stored in a second cell, with its own codes there. Each
 * stored copy has a place. n = number of vectors, m = number of places (one or two per vector), c =
 * number of cells, p = codes per place, b = 16 × p + 384 bytes per block.
 *
 * <table>
 * <caption>Byte layout</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>8</td><td>id of the codebook</td></tr>
 * <tr><td>8</td><td>4</td><td>n</td></tr>
 * <tr><td>12</td><td>4</td><td>c</td></tr>
 * <tr><td>16</td><td>4</td><td>p, a multiple of 4</td></tr>
 * <tr><td>20</td><td>4</td><td>f32 mean squared distance of vector and centroid</td></tr>
 * <tr><td>24</td><td>4</td><td>m; 0 means n (sections written before second cells were
 * introduced)</td></tr>
 * <tr><td>28</td><td>36</td><td>zero</td></tr>
 * <tr><td>64</td><td>b × ⌈m / 32⌉</td><td>blocks; zero after the last place</td></tr>
 * <tr><td></td><td>4 × (c + 1)</td><td>u32 first place of each cell; m</td></tr>
 * </table>
 *
 * <p>A block holds 16 × p bytes of 4-bit codes, 16 bytes for each part of a vector, then 32 f32
 * factors, 32 f32 corrections, and 32 u32 ordinals in the vectors section, one of each per place.
 * The code of place l in a block is in byte {@code 2 (l mod 8) + ⌊l / 16⌋} of the 16; in the upper
 * half of the byte if l mod 16 is 8 or more.
 */
@NullMarked
package dev.sutra.vector.cells;

import org.jspecify.annotations.NullMarked;
