/**
 * Segments: immutable sorted files. Written once, by a flush or a compaction, then mapped and read.
 *
 * <p>A segment is a sectioned file (see {@link dev.sutra.io}) named by its number, twelve digits,
 * and {@code .segment}. Rows are numbered from 0 in the order of their keys; concept rows come
 * first, and a document is a concept row's number. All numbers are little-endian, a varint is
 * unsigned LEB128.
 *
 * <table>
 * <caption>Sections</caption>
 * <tr><th>kind</th><th>what</th></tr>
 * <tr><td>1</td><td>rows</td></tr>
 * <tr><td>2</td><td>index of the blocks of rows</td></tr>
 * <tr><td>3</td><td>hash index of keys</td></tr>
 * <tr><td>4</td><td>texts of the documents, see {@link dev.sutra.text.index}; missing if none has
 * one</td>
 * </tr>
 * <tr><td>5</td><td>vectors of the documents, see {@link dev.sutra.vector}; missing if none has
 * one</td></tr>
 * <tr><td>6</td><td>times of the documents, see {@link dev.sutra.time}; missing if there is
 * none</td></tr>
 * <tr><td>7</td><td>u64 file number, u64 lowest sequence, u64 highest sequence, u64
 * number of documents</td></tr>
 * <tr><td>8</td><td>codes of the vectors, see {@link dev.sutra.vector}; missing if there are
 * none</td></tr>
 * </table>
 *
 * <p><b>Rows</b>: blocks one after the other, of 16 rows each, the last one of fewer. A block is
 * the heads of its rows, then their values. A head is varint s, the bytes that its key shares with
 * the key before, as many as there are (0 at the first row of a block); varint the bytes that it
 * does not; varint length of the value plus 1, or 0 for a tombstone; the rest of the key. The value
 * of a concept row with a vector is kept without the vector, which is its end; in its place stands
 * u32 the vector's ordinal in the vectors section.
 *
 * <p><b>Index</b>: u32 blocks n; u32 rows; n + 1 times u64 offset of a block in the rows section,
 * u32 length of its heads, u32 end of the first key of the block before, the first one 0; the first
 * keys. The last of the n + 1 stands for the end of the last block and has no heads.
 *
 * <p><b>Hash index</b>: m buckets of 16 slots of u32, 0 if unused. An entry of hash h and block k
 * has k + 1 in the low b bits, where b is what the number of blocks takes, and bits 28 and up of h
 * in those above. It stands in the first slot that was unused, when it came, from bucket p on,
 * around the end; p is the high half of the 128-bit product of m and h without its low 28 bits.
 * There is an entry for each key, and one for the part of a half-edge's key that names its concept,
 * with the block of the first such row. h is the XXH64.
 */
@NullMarked
package dev.sutra.segment;

import org.jspecify.annotations.NullMarked;
