/**
 * Files: the {@link dev.sutra.io.Storage} interface, checksums, and the sectioned file, which is
 * the container of every segment.
 *
 * <h2>Sectioned file, version 1</h2>
 *
 * All numbers little-endian. Pages are counted from the start of the file; the last one is short.
 *
 * <table>
 * <caption>Byte layout</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>8</td><td>magic {@code SUTRASEG}</td></tr>
 * <tr><td>8</td><td>4</td><td>format version, 1</td></tr>
 * <tr><td>12</td><td>4</td><td>bytes of a checksummed page, 16384</td></tr>
 * <tr><td>16</td><td>48</td><td>zero</td></tr>
 * <tr><td>64</td><td>…</td><td>sections, each starting at a multiple of 64, zero between</td></tr>
 * <tr><td>D</td><td>24 × sections</td><td>directory: u32 kind, u32 zero, u64 offset, u64 length
 * </td></tr>
 * <tr><td></td><td>4 × pages</td><td>CRC-32C of each page of [0, D)</td></tr>
 * <tr><td>end − 32</td><td>8</td><td>D</td></tr>
 * <tr><td>end − 24</td><td>4</td><td>number of sections</td></tr>
 * <tr><td>end − 20</td><td>4</td><td>number of pages</td></tr>
 * <tr><td>end − 16</td><td>4</td><td>format version, 1</td></tr>
 * <tr><td>end − 12</td><td>4</td><td>CRC-32C of [D, end − 12)</td></tr>
 * <tr><td>end − 8</td><td>8</td><td>magic {@code SUTRASEG}</td></tr>
 * </table>
 */
@NullMarked
package dev.sutra.io;

import org.jspecify.annotations.NullMarked;
