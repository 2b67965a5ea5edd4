/**
 * The write-ahead log: one file per memtable, with the transactions that are not yet in a segment.
 *
 * <p>A transaction is a sequence number and the rows of a {@link dev.sutra.record.RowBatch}. It is
 * committed if its frame says so, or if a later commit frame has the same or a higher sequence
 * number. The reader reports both kinds of frames; the engine discards uncommitted transactions.
 *
 * <h2>Log file, version 1</h2>
 *
 * All numbers little-endian. A header, then frames without padding, to the end of the file.
 *
 * <table>
 * <caption>Header</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>8</td><td>magic {@code SUTRALOG}</td></tr>
 * <tr><td>8</td><td>2</td><td>format version, 1</td></tr>
 * <tr><td>10</td><td>2</td><td>flags: 1 all older logs of the store were forced before anything was
 * written to this file, so that missing data in them is corruption</td></tr>
 * <tr><td>12</td><td>8</td><td>file number N, as in the name</td></tr>
 * <tr><td>20</td><td>4</td><td>CRC-32C of [0, 20)</td></tr>
 * </table>
 *
 * <table>
 * <caption>Frame</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>4</td><td>CRC-32C of [4, 21 + L), exclusive-or a mask made from the file
 * number: low half of N × 0x9E3779B1, exclusive-or high half of N. The mask rejects frames of
 * another file in blocks that the file system reused.</td></tr>
 * <tr><td>4</td><td>4</td><td>L, bytes of payload, at most 2^28 + 4</td></tr>
 * <tr><td>8</td><td>4</td><td>number of bytes directly before this frame that had not been forced
 * when it was appended; 2^32 − 1: that many or more. A power failure cannot have lost earlier
 * bytes.</td></tr>
 * <tr><td>12</td><td>1</td><td>type: 1 transaction, 2 committed transaction, 3 commit</td></tr>
 * <tr><td>13</td><td>8</td><td>sequence number</td></tr>
 * <tr><td>21</td><td>L</td><td>payload</td></tr>
 * </table>
 *
 * <p>Payload of a transaction: u32 number of rows, then the rows as {@link
 * dev.sutra.record.RowBatch} encodes them. Payload of a commit: opaque bytes, at most 2^24.
 *
 * <p>A transaction's sequence is greater than that of every frame before it in the file; a commit's
 * is not below an earlier commit's.
 *
 * <h2>Torn tail or corruption</h2>
 *
 * A bad frame (truncated, wrong checksum, zeros) ends the log if the bytes after it can only be the
 * rest of an interrupted write; otherwise it is reported as a {@link
 * dev.sutra.io.CorruptFileException}. See {@link dev.sutra.wal.LogTail}. Later corruption of the
 * last frame of a file cannot be distinguished from a torn write, because no valid frame follows
 * it.
 */
@NullMarked
package dev.sutra.wal;

import org.jspecify.annotations.NullMarked;
