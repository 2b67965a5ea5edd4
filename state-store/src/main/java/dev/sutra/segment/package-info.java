/**
 * Segments: immutable sorted files. A flush or a compaction writes a segment once; readers map it.
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
 * <tr><td>8</td><td>codes of the vectors, see {@link dev.sutra.vector.cells}; missing if there are
 * none</td></tr>
 * <tr><td>9</td><td>attributes of the documents, see {@link dev.sutra.attribute}; missing in
 * segments that older versions wrote, and if there are no documents</td></tr>
 * </table>
 *
 * <p><b>Rows</b>: consecutive blocks of 16 rows; the last block may have fewer. A block contains
 * the heads of its rows, then their values. A head is: varint, the length of the longest prefix
 * that the key shares with the previous key (0 for the first row of a block); varint, the length of
 * the rest of the key; varint, the length of the value plus 1, or 0 for a tombstone; the rest of
 * the key. The value of a concept row with a vector ends with the vector; it is stored with u32,
 * the vector's ordinal in the vectors section, in place of the vector.
 *
 * <p><b>Index</b>: u32 number of blocks n; u32 number of rows; n + 1 entries of: u64 offset of a
 * block in the rows section, u32 length of its heads, u32 end of the previous block's first key (0
 * in the first entry); then the first keys. The last entry is for the end of the last block and has
 * no heads.
 *
 * <p><b>Hash index</b>: m buckets of 16 slots of u32, 0 if unused. An entry of hash h and block k
 * has k + 1 in its low b bits, where b is the bit length of the number of blocks, and bits 28 and
 * up of h in the bits above. It is inserted in the first unused slot from bucket p on, wrapping
 * around at the end; p is the high half of the 128-bit product of m and h with its low 28 bits
 * cleared. There is one entry for each key, and one for each half-edge prefix that names a concept,
 * with the block of the first row with that prefix. h is the XXH64.
 */
@NullMarked
package dev.sutra.segment;

import org.jspecify.annotations.NullMarked;
