package dev.sutra.text.buffer;

import static dev.sutra.text.buffer.TermTable.DOCUMENTS;
import static dev.sutra.text.buffer.TermTable.LAST_DOCUMENT;
import static dev.sutra.text.buffer.TermTable.LEVEL;
import static dev.sutra.text.buffer.TermTable.LINK;
import static dev.sutra.text.buffer.TermTable.MAX_FREQUENCY;
import static dev.sutra.text.buffer.TermTable.MIN_LENGTH;
import static dev.sutra.text.buffer.TermTable.WRITE;

/**
 * Appends the postings of a document to the streams of its terms. Writer thread only.
 *
 * <p>A posting is: document gap × 2, plus 1 if the frequency is 1; else the frequency; position
 * gaps. All are varints.
 */
final class PostingWriter {
  private static final int ONE_BYTE_MAX = 0x7f;

  private final SlicePool pool;
  private final IntRecords records;
  // State of the stream that is being written.
  private int write;
  private int link;
  private int level;

  PostingWriter(SlicePool pool, TermTable table) {
    this.pool = pool;
    this.records = table.records();
  }

  /** Appends the postings of all terms of a document. */
  void write(int document, int length, DocumentTokens tokens) {
    for (int i = 0; i < tokens.termCount(); i++) {
      int term = tokens.term(i);
      int[] record = records.chunkToWrite(term);
      int at = records.offset(term);
      int frequency = tokens.frequency(i);
      // A gap has at most 31 bits, since the first is counted from -1; shifted, it fits an int.
      int gap = document - record[at + LAST_DOCUMENT] - 1;
      int first = tokens.first(i);
      int code = gap << 1 | 1;
      int position = tokens.position(first);
      write = record[at + WRITE];
      link = record[at + LINK];
      if (frequency == 1 && (code | position) <= ONE_BYTE_MAX && code > 0 && link - write >= 2) {
        byte[] chunk = pool.chunkOf(write);
        chunk[write & SlicePool.CHUNK_MASK] = (byte) code;
        chunk[(write & SlicePool.CHUNK_MASK) + 1] = (byte) position;
        record[at + WRITE] = write + 2;
      } else {
        level = record[at + LEVEL];
        writeLong(gap, frequency, first, tokens);
        record[at + WRITE] = write;
        record[at + LINK] = link;
        record[at + LEVEL] = level;
      }
      record[at + LAST_DOCUMENT] = document;
      record[at + MAX_FREQUENCY] = Math.max(record[at + MAX_FREQUENCY], frequency);
      record[at + MIN_LENGTH] = Math.min(record[at + MIN_LENGTH], length);
      IntRecords.setRelease(record, at + DOCUMENTS, record[at + DOCUMENTS] + 1);
    }
  }

  /** Appends a posting of any length. */
  private void writeLong(int gap, int frequency, int first, DocumentTokens tokens) {
    if (frequency == 1) {
      writeVarint(gap << 1 | 1);
    } else {
      writeVarint(gap << 1);
      writeVarint(frequency);
    }
    int position = 0;
    for (int token = first; token >= 0; token = tokens.next(token)) {
      writeVarint(tokens.position(token) - position);
      position = tokens.position(token);
    }
  }

  private void writeVarint(int value) {
    int rest = value;
    while ((rest & ~ONE_BYTE_MAX) != 0) {
      writeByte(rest | 0x80);
      rest >>>= 7;
    }
    writeByte(rest);
  }

  private void writeByte(int value) {
    if (write == link) {
      int sliceBytes = SlicePool.sliceBytes(++level);
      int slice = pool.allocate(sliceBytes);
      pool.writeLink(link, slice);
      write = slice;
      link = slice + sliceBytes - SlicePool.LINK_BYTES;
    }
    pool.chunkOf(write)[write & SlicePool.CHUNK_MASK] = (byte) value;
    write++;
  }
}
