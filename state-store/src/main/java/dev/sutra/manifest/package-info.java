/**
 * The manifest: the list of the files of a store, written as a whole and replaced by a rename.
 *
 * <h2>Manifest file, version 1</h2>
 *
 * All numbers little-endian. The header is the same in all versions.
 *
 * <table>
 * <caption>Header</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>8</td><td>magic {@code SUTRAMAN}</td></tr>
 * <tr><td>8</td><td>4</td><td>CRC-32C of [12, end)</td></tr>
 * <tr><td>12</td><td>4</td><td>format version, 1</td></tr>
 * <tr><td>16</td><td>4</td><td>length of the body, to the end of the file</td></tr>
 * </table>
 *
 * <table>
 * <caption>Body; a string or byte array is its u32 length and its bytes (UTF-8), a list or map its
 * u32 count and its items, a map's keys ascending and each once</caption>
 * <tr><th>type</th><th>what</th></tr>
 * <tr><td>u64</td><td>next file number</td></tr>
 * <tr><td>map string → string</td><td>properties</td></tr>
 * <tr><td>list of codebooks</td><td>codebooks, their file numbers ascending</td></tr>
 * <tr><td>version</td><td>current</td></tr>
 * <tr><td>u8</td><td>1 if a committed version follows, else 0</td></tr>
 * <tr><td>version</td><td>committed</td></tr>
 * </table>
 *
 * <table>
 * <caption>Codebook</caption>
 * <tr><th>type</th><th>what</th></tr>
 * <tr><td>u64</td><td>file number</td></tr>
 * <tr><td>u64</td><td>id</td></tr>
 * <tr><td>u64</td><td>length of its file</td></tr>
 * </table>
 *
 * <table>
 * <caption>Version</caption>
 * <tr><th>type</th><th>what</th></tr>
 * <tr><td>u64</td><td>flushed sequence</td></tr>
 * <tr><td>u64</td><td>committed sequence</td></tr>
 * <tr><td>bytes</td><td>commit data</td></tr>
 * <tr><td>map string → i64</td><td>counters</td></tr>
 * <tr><td>list of segments</td><td>segments</td></tr>
 * <tr><td>list of u64</td><td>numbers of log files</td></tr>
 * </table>
 *
 * <table>
 * <caption>Segment</caption>
 * <tr><th>type</th><th>what</th></tr>
 * <tr><td>u64</td><td>file number</td></tr>
 * <tr><td>u32</td><td>level</td></tr>
 * <tr><td>u64</td><td>lowest sequence</td></tr>
 * <tr><td>u64</td><td>highest sequence</td></tr>
 * <tr><td>u64</td><td>length of its file</td></tr>
 * <tr><td>list of u64</td><td>bitmap of dead documents</td></tr>
 * <tr><td>map string → i64</td><td>counters: {@code tombstones}; {@code texts_pending}, 1 while the
 * index of its texts is missing</td></tr>
 * </table>
 */
@NullMarked
package dev.sutra.manifest;

import org.jspecify.annotations.NullMarked;
