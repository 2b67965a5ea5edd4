/**
 * The attributes of a segment's concepts by name: finds documents by value, and values by document.
 *
 * <h2>Attributes section, version 1</h2>
 *
 * All numbers little-endian; offsets from the start of the section unless said otherwise. d =
 * number of documents of the segment, c = number of columns. A column is an attribute's name with
 * the values of the documents that have it. The column with the empty name, which no attribute has,
 * contains the time of the first write of documents for which it differs from that of the last one.
 *
 * <table>
 * <caption>Byte layout</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>4</td><td>version, 1</td></tr>
 * <tr><td>4</td><td>4</td><td>d</td></tr>
 * <tr><td>8</td><td>…</td><td>columns, by ascending names, each at a multiple of 8</td></tr>
 * <tr><td>D</td><td>8 × (c + 1)</td><td>u64 offsets of the columns; D</td></tr>
 * <tr><td></td><td>4 × (c + 1)</td><td>u32 ends of the names in what follows, the first one is
 * 0</td></tr>
 * <tr><td></td><td>…</td><td>names, UTF-8</td></tr>
 * <tr><td>end − 16</td><td>8</td><td>D</td></tr>
 * <tr><td>end − 8</td><td>4</td><td>c</td></tr>
 * <tr><td>end − 4</td><td>4</td><td>1 if documents have attributes that are in no column, otherwise
 * 0; the columns that exist are complete in any case</td></tr>
 * </table>
 *
 * <h3>Column</h3>
 *
 * The values of a column are numbered: false, true, whole numbers, other numbers, strings, as far
 * as they occur; numbers ascend by value and strings by their bytes. A floating number that is a
 * 64-bit integer is a whole number. n = documents with a value, v = values, l and f = whole and
 * other numbers, s = strings, k = values with a bitmap, m = documents of the values without one.
 * bits(x) is the number of bits that x takes. Packed numbers follow each other from the lowest bit
 * of the first byte on; zeros to a multiple of 8 bytes and 8 bytes of zero follow. Offsets from the
 * start of the column.
 *
 * <table>
 * <caption>Byte layout</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>4</td><td>n</td></tr>
 * <tr><td>4</td><td>4</td><td>1 if false occurs, plus 2 if true occurs</td></tr>
 * <tr><td>8</td><td>4, 4, 4</td><td>l, f, s</td></tr>
 * <tr><td>20</td><td>4, 4</td><td>k, m</td></tr>
 * <tr><td>28</td><td>4</td><td>form of the values by document: 0 all documents, 1 those with a
 * value</td></tr>
 * <tr><td>32</td><td>8</td><td>bytes of all strings</td></tr>
 * <tr><td>40</td><td>8 × l</td><td>i64 whole numbers</td></tr>
 * <tr><td></td><td>8 × f</td><td>f64 other numbers</td></tr>
 * <tr><td></td><td>8 × k</td><td>u32 number of a value with a bitmap, u32 its documents</td></tr>
 * <tr><td></td><td>8 × k × ⌈d / 64⌉</td><td>bitmaps: bit i of a bitmap is document i</td></tr>
 * <tr><td></td><td>…</td><td>packed numbers of bits(d − 1) bits: the m documents of the values
 * without a bitmap, value by value, ascending</td></tr>
 * <tr><td></td><td>…</td><td>form 0: d packed numbers of bits(v) bits, 0 or the number of the value
 * plus 1; form 1: n packed numbers of bits(d − 1) bits, the documents, then n packed numbers of
 * bits(v − 1) bits, the numbers of their values</td></tr>
 * <tr><td></td><td>4 × (v + 1)</td><td>u32: for each value, how many of the m documents precede
 * its own; m</td></tr>
 * <tr><td></td><td>4 × (s + 1)</td><td>u32: starts of the strings; their end</td></tr>
 * <tr><td></td><td>…</td><td>strings, UTF-8</td></tr>
 * </table>
 *
 * <p>A value has a bitmap if its documents would take more bits otherwise. Numbers that are close
 * to each other are close in the lists, too: the documents of a range of values are one range of
 * them, besides those of bitmaps.
 */
@NullMarked
package dev.sutra.attribute;

import org.jspecify.annotations.NullMarked;
