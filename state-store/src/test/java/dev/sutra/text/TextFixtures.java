package dev.sutra.text;

import dev.sutra.io.Section;
import dev.sutra.io.SectionOutput;
import dev.sutra.io.SectionedFile;
import dev.sutra.io.SectionedFileWriter;
import dev.sutra.io.Storage;
import dev.sutra.record.LiveDocuments;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.buffer.TextBuffer;
import dev.sutra.text.index.TextIndex;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.TermEntry;
import dev.sutra.text.score.TermIterator;
import dev.sutra.text.score.TextSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Random texts, indexes of them, and what a plain reading of them gives. */
public final class TextFixtures {
  public static final int KIND = 7;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzäßłдщקש中文";

  /** Writes a section. */
  public interface SectionWriter {
    void write(SectionOutput out) throws IOException;
  }

  private TextFixtures() {}

  /** A generator whose seed is in the test's output. */
  public static Random random(String test, long seed) {
    System.out.println(test + " seed " + seed);
    return new Random(seed);
  }

  /** Words of different letters, the n-th always the same. */
  public static String word(int number) {
    StringBuilder word = new StringBuilder("v");
    for (int rest = number; rest > 0; rest /= LETTERS.length()) {
      word.append(LETTERS.charAt(rest % LETTERS.length()));
    }
    return word.toString();
  }

  /** A text of up to so many words, low ones more often; empty now and then. */
  public static String text(Random random, int words, int vocabulary) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(words + 1);
    for (int i = 0; i < length; i++) {
      double skewed = Math.pow(random.nextDouble(), 3);
      text.append(word((int) (skewed * vocabulary))).append(' ');
    }
    return text.toString();
  }

  public static List<String> texts(Random random, int count, int words, int vocabulary) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text(random, words, vocabulary));
    }
    return texts;
  }

  public static TextBuffer buffer(TextAnalyzer analyzer, List<String> texts) {
    TextBuffer buffer = new TextBuffer(analyzer);
    for (int i = 0; i < texts.size(); i++) {
      buffer.add(i, texts.get(i));
    }
    return buffer;
  }

  public static int[] identity(int length) {
    int[] identity = new int[length];
    Arrays.setAll(identity, i -> i);
    return identity;
  }

  public static Section section(Storage storage, String name, SectionWriter content)
      throws IOException {
    try (SectionedFileWriter writer = SectionedFileWriter.create(storage, name)) {
      content.write(writer.begin(KIND));
      writer.finish();
    }
    return SectionedFile.open(storage, name).requiredSection(KIND);
  }

  public static TextIndex index(SectionWriter content) throws IOException {
    return TextIndex.open(section(new MemoryStorage(), "index", content));
  }

  public static TextIndex index(TextAnalyzer analyzer, List<String> texts) throws IOException {
    TextBuffer buffer = buffer(analyzer, texts);
    return index(out -> buffer.writeTo(out, identity(texts.size()), texts.size()));
  }

  /** The documents that hold a term, or null. */
  public static @Nullable Postings postings(TextSource source, byte[] term) {
    TermEntry entry = source.find(new String(term, StandardCharsets.UTF_8));
    return entry == null ? null : entry.postings();
  }

  public static byte[] bytes(Section section) {
    return section.memory().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
  }

  /** Everything a source says: term → document → positions. Also walks all bounds. */
  public static SortedMap<String, SortedMap<Integer, List<Integer>>> dump(TextSource source) {
    SortedMap<String, SortedMap<Integer, List<Integer>>> dump = new TreeMap<>();
    TermIterator terms = source.terms(new byte[0]);
    while (terms.next()) {
      String term = new String(terms.bytes(), 0, terms.length(), StandardCharsets.UTF_8);
      SortedMap<Integer, List<Integer>> documents = new TreeMap<>();
      Postings postings = terms.postings();
      int blockEnd = -1;
      for (int document = postings.advance(0);
          document != Postings.NO_MORE;
          document = postings.advance(document + 1)) {
        if (document > blockEnd) {
          blockEnd = postings.advanceShallow(document);
        }
        int length = source.lengthOf(document);
        if (postings.frequency() > postings.blockMaxFrequency()
            || length < postings.blockMinLength()
            || postings.frequency() > postings.maxFrequency()
            || length < postings.minLength()) {
          throw new AssertionError("a bound of " + term + " does not hold at " + document);
        }
        documents.put(document, positions(postings));
      }
      if (!documents.isEmpty()) {
        dump.put(term, documents);
      }
    }
    return dump;
  }

  public static List<Integer> positions(Postings postings) {
    int[] positions = postings.positions();
    List<Integer> list = new ArrayList<>();
    for (int i = 0; i < postings.frequency(); i++) {
      list.add(positions[i]);
    }
    return list;
  }

  /** What {@link #dump} should give, from the texts alone. */
  public static SortedMap<String, SortedMap<Integer, List<Integer>>> expected(
      TextAnalyzer analyzer, Map<Integer, String> texts) {
    SortedMap<String, SortedMap<Integer, List<Integer>>> expected = new TreeMap<>();
    texts.forEach(
        (document, text) ->
            analyzer.index(
                text,
                (bytes, offset, length, position) ->
                    expected
                        .computeIfAbsent(
                            new String(bytes, offset, length, StandardCharsets.UTF_8),
                            term -> new TreeMap<>())
                        .computeIfAbsent(document, number -> new ArrayList<>())
                        .add(position)));
    return expected;
  }

  public static Map<Integer, String> numbered(List<String> texts) {
    Map<Integer, String> numbered = new TreeMap<>();
    for (int i = 0; i < texts.size(); i++) {
      numbered.put(i, texts.get(i));
    }
    return numbered;
  }

  public static LiveDocuments live(BitSet live, int documents) {
    boolean all = live.cardinality() == documents;
    return new LiveDocuments() {
      @Override
      public boolean isLive(int document) {
        return live.get(document);
      }

      @Override
      public boolean allLive() {
        return all;
      }
    };
  }

  public static LiveDocuments below(int bound) {
    return new LiveDocuments() {
      @Override
      public boolean isLive(int document) {
        return document < bound;
      }

      @Override
      public boolean allLive() {
        return false;
      }
    };
  }
}
