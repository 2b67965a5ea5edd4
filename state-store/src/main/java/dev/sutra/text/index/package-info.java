/**
 * The text index of a segment: its format, writing, merging, checking and reading.
 *
 * <p>A flush writes an index with {@link dev.sutra.text.index.TextIndexWriter}. A compaction merges
 * indexes without the texts. A {@link dev.sutra.text.index.TextIndex} reads from the mapped
 * section; each part is verified against its checksums before its first use.
 *
 * <h2>Text index section, version 2</h2>
 *
 * Numbers are little-endian; varint is unsigned LEB128. D is the number of documents, numbered 0 to
 * D − 1 in key order; the length of a document is its number of tokens, 0 where it has no text.
 *
 * <table>
 * <caption>Section</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>4</td><td>format version, 2; version 1 has the same layout,
 * without word terms</td></tr>
 * <tr><td>4</td><td>4</td><td>D</td></tr>
 * <tr><td>8</td><td>1</td><td>W, bytes of a length: 1, 2 or 4</td></tr>
 * <tr><td>9</td><td>7</td><td>zero</td></tr>
 * <tr><td>16</td><td>D × W</td><td>length of each document</td></tr>
 * <tr><td></td><td>…</td><td>for each 32 terms in byte order: their posting lists without gaps,
 * then their dictionary block</td></tr>
 * <tr><td>I</td><td>16 × B</td><td>for each dictionary block: u64 offset; the first 8 bytes of its
 * first term, padded with zeros, read as a big-endian number and written as a u64</td></tr>
 * <tr><td>end − 32</td><td>8</td><td>I</td></tr>
 * <tr><td>end − 24</td><td>8</td><td>number of terms</td></tr>
 * <tr><td>end − 16</td><td>8</td><td>sum of all lengths</td></tr>
 * <tr><td>end − 8</td><td>4</td><td>B, number of dictionary blocks</td></tr>
 * <tr><td>end − 4</td><td>4</td><td>documents whose length is not 0</td></tr>
 * </table>
 *
 * <table>
 * <caption>Dictionary block</caption>
 * <tr><th>bytes</th><th>what</th></tr>
 * <tr><td>4</td><td>bytes of this block, including these</td></tr>
 * <tr><td>8</td><td>offset of the posting list of its first term</td></tr>
 * <tr><td>1</td><td>number of terms, 1 to 32; then for each term:</td></tr>
 * <tr><td>1</td><td>bytes shared with the previous term; 0 for the first of a block</td></tr>
 * <tr><td>1</td><td>bytes that follow</td></tr>
 * <tr><td>…</td><td>these bytes (UTF-8; a term has 1 to 255 bytes)</td></tr>
 * <tr><td>varint</td><td>document frequency</td></tr>
 * <tr><td>varint</td><td>bytes of the posting list; the list of the next term follows</td></tr>
 * </table>
 *
 * <p>A posting list is a sequence of blocks of 128 documents, the last one shorter. A list of one
 * block is just that block. A longer list consists of
 *
 * <ol>
 *   <li>the blocks;
 *   <li>a skip entry of 28 bytes for each block: u32 last document; u64 end of the block, counted
 *       from the start of the list; four impacts;
 *   <li>u32 maximum frequency and u32 minimum length of the whole list;
 *   <li>16 leaders of 8 bytes: the documents with the greatest scores at the average length of the
 *       index, best first, and of equal ones the smaller number first. Each is u32 document, u16
 *       frequency less 1, u16 length less 1;
 *   <li>four impacts of all documents of the list that are not leaders.
 * </ol>
 *
 * <p>An impact is u16 frequency less 1 and u16 length less 1. The impacts of some documents bound
 * them: for each document there is an impact with at least its frequency and at most its length.
 * Frequencies and lengths decrease from impact to impact; if there are fewer than four, the last
 * one is repeated.
 *
 * <table>
 * <caption>Posting block of n documents</caption>
 * <tr><th>bytes</th><th>what</th></tr>
 * <tr><td>1</td><td>d, bits of a document gap, 0 to 31</td></tr>
 * <tr><td>1</td><td>f, bits of a frequency, 0 to 16</td></tr>
 * <tr><td>⌈n × d / 8⌉</td><td>documents, each less the previous one (first: −1) less 1;
 * bit-packed, lowest bits first</td></tr>
 * <tr><td>⌈n × f / 8⌉</td><td>frequencies less 1, bit-packed</td></tr>
 * <tr><td>…</td><td>positions of each document as varints, each less the previous one</td></tr>
 * </table>
 */
@NullMarked
package dev.sutra.text.index;

import org.jspecify.annotations.NullMarked;
