package dev.sutra.segment;

import static dev.sutra.io.Layouts.LONG;
import static dev.sutra.segment.SegmentFormat.VECTOR_ORDINAL_BYTES;

import dev.sutra.attribute.AttributesCheck;
import dev.sutra.attribute.AttributesSection;
import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Problems;
import dev.sutra.io.Section;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowFormatException;
import dev.sutra.record.RowKeys;
import dev.sutra.text.index.TextIndexCheck;
import dev.sutra.time.TimesCheck;
import dev.sutra.vector.VectorsCheck;
import dev.sutra.vector.VectorsSection;
import dev.sutra.vector.cells.CellsCheck;
import dev.sutra.vector.quantization.CellCodebook;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Checks a segment: every page, every row, and all indexes against the rows that they are derived
 * from. Reports all problems. Uses about 24 bytes of heap per document.
 */
public final class SegmentCheck {
  /**
   * Minimum length of a concept row: version, flags, dimension, two times, strength, confidence.
   */
  private static final int CONCEPT_BYTES_MIN = 28;

  private final Segment segment;
  private final String file;
  private final RowRules rules;
  private final Problems problems;
  private final Section rows;
  private final @Nullable TextIndexCheck texts;
  private final @Nullable AttributesCheck attributes;
  private final long[] times;
  private final BitSet present;
  private int documents;
  private int vectors;
  private int hashes;
  private byte[] edges = new byte[0];

  private SegmentCheck(Segment segment, RowRules rules, boolean checkTexts, Problems problems) {
    this.segment = segment;
    this.file = segment.file().name();
    this.rules = rules;
    this.problems = problems;
    this.rows = segment.file().requiredSection(SegmentFormat.ROWS);
    this.texts =
        checkTexts
            ? new TextIndexCheck(segment.texts(), rules.analyzer(), segment.documents())
            : null;
    this.attributes = begin(segment, problems);
    this.times = new long[segment.documents()];
    this.present = new BitSet(segment.documents());
  }

  private static @Nullable AttributesCheck begin(Segment segment, Problems problems) {
    AttributesSection section = segment.attributes();
    try {
      return section == null ? null : new AttributesCheck(section, problems);
    } catch (CorruptFileException e) {
      problems.add(e);
      return null;
    }
  }

  /**
   * Checks a segment.
   *
   * @param texts whether to check texts; false if another analyzer version wrote them
   * @param codebooks codebooks of the store by id; null for a missing or corrupt one
   * @param minSequence first transaction, according to the manifest
   * @param maxSequence last transaction, according to the manifest
   */
  public static void run(
      Segment segment,
      RowRules rules,
      boolean texts,
      LongFunction<@Nullable CellCodebook> codebooks,
      long minSequence,
      long maxSequence,
      Problems problems) {
    new SegmentCheck(segment, rules, texts, problems).run(codebooks, minSequence, maxSequence);
  }

  private void run(
      LongFunction<@Nullable CellCodebook> codebooks, long minSequence, long maxSequence) {
    segment.file().verifyAll(problems);
    guard(() -> checkIdentity(minSequence, maxSequence));
    guard(() -> new RowsCheck(rows, segment.index(), problems, this::row).run());
    if (documents != segment.documents()) {
      problems.add(file, 0, documents + " concept rows, the segment says " + segment.documents());
    }
    guard(this::checkHashCount);
    guard(this::checkVectors);
    guard(() -> checkCells(codebooks));
    guard(this::checkTimes);
    if (attributes != null) {
      attributes.finish();
    }
    TextIndexCheck check = texts;
    if (check != null) {
      guard(() -> check.finish(file, problems));
    }
  }

  /** Runs a part of the check. Corruption in it must not hide that of later parts. */
  private void guard(Runnable part) {
    try {
      part.run();
    } catch (CorruptFileException e) {
      problems.add(e);
    } catch (IndexOutOfBoundsException e) {
      problems.add(file, 0, "a reference points outside of its section: " + e.getMessage());
    }
  }

  private void checkIdentity(long minSequence, long maxSequence) {
    Section identity = segment.file().requiredSection(SegmentFormat.IDENTITY);
    long min = identity.memory().get(LONG, 8);
    long max = identity.memory().get(LONG, 16);
    if (min != minSequence || max != maxSequence) {
      problems.add(
          identity.corrupt(
              8,
              "transactions "
                  + min
                  + " to "
                  + max
                  + "; the manifest says "
                  + minSequence
                  + " to "
                  + maxSequence));
    }
  }

  private void row(byte[] key, byte @Nullable [] value, int ordinal, long offset) {
    try {
      RowRules.checkKey(key);
      checkHashes(key, ordinal, offset);
      boolean concept = key[0] == RowKeys.CONCEPT;
      documents += concept ? 1 : 0;
      if (concept && ordinal >= segment.documents()) {
        problems.add(rows.corrupt(offset, "concept row " + ordinal + " is beyond the documents"));
      } else if (value != null) {
        rules.check(key, concept ? document(value, ordinal, offset) : value);
      }
    } catch (CorruptFileException e) {
      problems.add(e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      problems.add(rows.corrupt(offset, "row " + ordinal + ": " + e.getMessage()));
    }
  }

  /** Checks that the hash index finds the row, and the first row of its half-edge prefix. */
  private void checkHashes(byte[] key, int ordinal, long offset) {
    int block = ordinal / BlockIndex.BLOCK_ROWS;
    hashes++;
    boolean found = leadsTo(Segment.hash(key, key.length), block);
    int prefix = RowKeys.edgesLength(key, key.length);
    if (prefix > 0 && !Arrays.equals(edges, Arrays.copyOf(key, prefix))) {
      edges = Arrays.copyOf(key, prefix);
      hashes++;
      found &= leadsTo(Segment.hash(key, prefix), block);
    }
    if (!found) {
      problems.add(rows.corrupt(offset, "the hash index does not lead to row " + ordinal));
    }
  }

  private boolean leadsTo(long hash, int block) {
    HashIndex.Reader index = segment.hashes();
    long candidate = index.probe(hash, 0);
    while (candidate >= 0 && HashIndex.Reader.block(candidate) != block) {
      candidate = index.probe(hash, HashIndex.Reader.nextStep(candidate));
    }
    return candidate >= 0;
  }

  private void checkHashCount() {
    int used = segment.hashes().used();
    if (used != hashes) {
      problems.add(
          segment
              .file()
              .requiredSection(SegmentFormat.HASHES)
              .corrupt(0, used + " entries in the hash index, not " + hashes));
    }
  }

  /** Records a concept row, and returns its value with its vector. */
  private byte[] document(byte[] stored, int document, long offset) {
    if (stored.length < CONCEPT_BYTES_MIN) {
      throw new RowFormatException("a concept row of " + stored.length + " bytes");
    }
    times[document] = ConceptRow.updatedAt(stored, 0);
    present.set(document);
    if (attributes != null) {
      attributes.add(
          document, ConceptRow.attributes(stored), ConceptRow.createdAt(stored), times[document]);
    }
    byte[] value = ConceptRow.hasVector(stored, 0) ? withVector(stored, document, offset) : stored;
    String text = ConceptRow.text(value);
    if (text != null && texts != null) {
      texts.add(document, text);
    }
    return value;
  }

  private byte[] withVector(byte[] stored, int document, long offset) {
    int length = stored.length - VECTOR_ORDINAL_BYTES;
    int ordinal = 0;
    for (int i = 0; i < VECTOR_ORDINAL_BYTES; i++) {
      ordinal |= (stored[length + i] & 0xff) << (8 * i);
    }
    if (ordinal != vectors) {
      problems.add(rows.corrupt(offset, "vector ordinal " + ordinal + " in place of " + vectors));
    }
    vectors++;
    VectorsSection section = segment.vectors();
    if (section == null || ordinal < 0 || ordinal >= section.size()) {
      throw rows.corrupt(offset, "a row with a vector that is not there");
    }
    if (section.documentOf(ordinal) != document) {
      problems.add(
          rows.corrupt(
              offset,
              "vector "
                  + ordinal
                  + " is that of document "
                  + section.documentOf(ordinal)
                  + ", not of "
                  + document));
    }
    if (section.dimension() != ConceptRow.dimension(stored, 0)) {
      throw rows.corrupt(
          offset, "a row with a vector of dimension " + ConceptRow.dimension(stored, 0));
    }
    byte[] value = Arrays.copyOf(stored, length + 4 * section.dimension());
    section.copyTo(ordinal, value, length);
    return value;
  }

  private void checkVectors() {
    VectorsSection section = segment.vectors();
    int size = section == null ? 0 : section.size();
    if (size != vectors) {
      problems.add(file, 0, size + " vectors for " + vectors + " rows that have one");
    }
    if (section != null) {
      VectorsCheck.run(section, rules.dimension(), rules.similarity(), problems);
    }
  }

  private void checkCells(LongFunction<@Nullable CellCodebook> codebooks) {
    if (!segment.hasCells()) {
      return;
    }
    Section section = segment.file().requiredSection(SegmentFormat.CELLS);
    CellCodebook codebook = codebooks.apply(segment.codebookId());
    if (codebook == null) {
      problems.add(section.corrupt(0, "codes of a codebook that is missing or damaged"));
    } else if (segment.vectors() == null) {
      problems.add(section.corrupt(0, "codes without vectors"));
    } else {
      CellsCheck.run(section, codebook, segment.vectors(), problems);
    }
  }

  private void checkTimes() {
    if (segment.times() != null) {
      TimesCheck.run(segment.times(), times, present, problems);
    } else if (!present.isEmpty()) {
      problems.add(file, 0, "the segment has documents, but no times");
    }
  }
}
