/**
 * The write-ahead log: one file a memtable, holding the transactions that no segment holds yet.
 *
 * <p>A transaction is a sequence number and the rows of a {@link dev.sutra.record.RowBatch}. It
 * counts once it is committed: either it was written as such, or a later commit frame names its
 * sequence or a higher one. The reader reports both; dropping what was never committed is the
 * engine's work.
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
 * <tr><td>10</td><td>2</td><td>flags: 1 nothing was written to this file before all older logs of
 * the store had been forced, so that what is missing in them is damage</td></tr>
 * <tr><td>12</td><td>8</td><td>file number N, as in the name</td></tr>
 * <tr><td>20</td><td>4</td><td>CRC-32C of [0, 20)</td></tr>
 * </table>
 *
 * <table>
 * <caption>Frame</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>4</td><td>CRC-32C of [4, 21 + L), exclusive-or a mask made from the file
 * number: low half of N × 0x9E3779B1, exclusive-or high half of N. Frames of another file, in
 * blocks that the file system used again, do not pass.</td></tr>
 * <tr><td>4</td><td>4</td><td>L, bytes of payload, at most 2^28 + 4</td></tr>
 * <tr><td>8</td><td>4</td><td>how many bytes right before this frame had not been forced when it
 * was appended; 2^32 − 1: that many or more. So a reader knows what a power cut cannot have
 * taken.</td></tr>
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
 * <h2>Torn or damaged</h2>
 *
 * A bad frame (cut, wrong checksum, zeros) ends the log where the bytes behind it can only be the
 * rest of an interrupted write, and is a {@link dev.sutra.io.CorruptFileException} otherwise: see
 * {@link dev.sutra.wal.LogTail}. The last frame of a file is not told from a torn one when it is
 * damaged later, for nothing behind it bears witness.
 */
@NullMarked
package dev.sutra.wal;

import org.jspecify.annotations.NullMarked;
