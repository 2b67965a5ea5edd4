/**
 * Product quantization, and the codebooks of cells: training, encoding, and their files.
 *
 * <h2>Codebook</h2>
 *
 * <table>
 * <caption>Byte layout</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>8</td><td>{@code SUTRACBK}</td></tr>
 * <tr><td>8</td><td>4</td><td>format version, 2; 1 before second cells were introduced</td></tr>
 * <tr><td>12</td><td>4</td><td>1 product quantizer, 2 cells</td></tr>
 * <tr><td>16</td><td>4</td><td>similarity</td></tr>
 * <tr><td>20</td><td>4</td><td>d</td></tr>
 * <tr><td>24</td><td>4</td><td>p, parts</td></tr>
 * <tr><td>28</td><td>4</td><td>k, centroids a part: 16 or 256</td></tr>
 * <tr><td>32</td><td>4 × k × d</td><td>f32 components, part after part; within a part, groups of 16
 * centroids; within a group, component after component. Part i starts at component ⌊i × d /
 * p⌋</td></tr>
 * <tr><td></td><td>8</td><td>for cells: id</td></tr>
 * <tr><td></td><td>4</td><td>for cells: c</td></tr>
 * <tr><td></td><td>4</td><td>for cells: f32 deviation of estimates</td></tr>
 * <tr><td></td><td>4</td><td>for cells: f32 mean squared distance of vector and centroid</td></tr>
 * <tr><td></td><td>4</td><td>for cells, from version 2 on: f32 squared distance to the centroid
 * above which a vector is also stored in a second cell; infinite if none is</td></tr>
 * <tr><td></td><td>4 × 9</td><td>for cells: u32 numbers of cells that contain 50, 70, 80, 90, 95,
 * 98, 99, 99.5 and 100 % of the nearest ten</td></tr>
 * <tr><td></td><td>4 × c × d</td><td>for cells: f32 centroids, cell after cell</td></tr>
 * <tr><td></td><td>4</td><td>CRC-32C of all preceding bytes</td></tr>
 * </table>
 */
@NullMarked
package dev.sutra.vector.quantization;

import org.jspecify.annotations.NullMarked;
