/**
 * The time index: finds documents by time range, in memtables and in segments.
 *
 * <h2>Times section</h2>
 *
 * All numbers little-endian; offsets from the start of the section. n = number of entries, ordered
 * by time, then by document.
 *
 * <table>
 * <caption>Byte layout</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>4</td><td>n</td></tr>
 * <tr><td>4</td><td>4</td><td>zero</td></tr>
 * <tr><td>8</td><td>8 × n</td><td>i64 times, ms</td></tr>
 * <tr><td>8 + 8n</td><td>4 × n</td><td>u32 documents, in the order of the times</td></tr>
 * </table>
 */
@NullMarked
package dev.sutra.time;

import org.jspecify.annotations.NullMarked;
