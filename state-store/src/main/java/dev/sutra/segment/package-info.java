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
 * <tr><td>3</td><td>Bloom filter</td></tr>
 * <tr><td>4</td><td>texts of the documents, see {@link dev.sutra.text}; missing if none has
 * one</td>
 * </tr>
 * <tr><td>5</td><td>vectors of the documents, see {@link dev.sutra.vector}; missing if none has
 * one</td></tr>
 * <tr><td>6</td><td>times of the documents, see {@link dev.sutra.time}; missing if there is
 * none</td></tr>
 * <tr><td>7</td><td>u64 file number, u64 lowest sequence, u64 highest sequence, u64
 * number of documents</td></tr>
 * </table>
 *
 * <p><b>Rows</b>: blocks of about 4 KiB one after the other. A block is its rows, then u32 the
 * offset in the block of each 16th row, then u32 how many these are. A row is varint s, the bytes
 * that its key shares with the key before (0 at each 16th row); varint the bytes that it does not;
 * varint length of the value plus 1, or 0 for a tombstone; the rest of the key; the value. The
 * value of a concept row with a vector is kept without the vector, which is its end; in its place
 * stands u32 the vector's ordinal in the vectors section.
 *
 * <p><b>Index</b>: u32 blocks n, u32 zero; n + 1 times u64 offset of a block in the rows section,
 * the last one its end; n + 1 times u32 number of a block's first row, the last one the number of
 * rows; n + 1 times u32 end of the first key of the block before, the first one 0; the first keys.
 *
 * <p><b>Bloom filter</b>: blocks of 512 bits. The XXH64 of a key, and of the part of a half-edge's
 * key that names its concept, chooses a block by the high half of its 128-bit product with the
 * number of blocks, and in the block eight words' bits: word i by the low six bits of h, where h
 * starts as the hash and is, for the next word, rotated right by 7 and multiplied by
 * 0x9E3779B97F4A7C15.
 */
@NullMarked
package dev.sutra.segment;

import org.jspecify.annotations.NullMarked;
