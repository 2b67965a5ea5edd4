package dev.sutra.app.embed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * BERT's uncased tokenizer: clean, split at blanks, punctuation and Chinese characters, strip
 * accents, lower-case, then take the longest known piece of each word again and again (Devlin et
 * al., "BERT", 2018; Wu et al., "Google's Neural Machine Translation System", 2016).
 *
 * <p>It gives the ids of Hugging Face's {@code BertNormalizer}, {@code BertPreTokenizer} and {@code
 * WordPiece}, with one exception: a control token in a text, such as {@code [SEP]}, is read as
 * plain text here, so that a text cannot inject control tokens.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class WordPieceTokenizer {
  /** A longer word is unknown as a whole, as in the model's training. */
  private static final int WORD_CODE_POINTS_MAX = 100;

  private static final String CONTINUATION = "##";

  private final Map<String, Integer> vocabulary;
  private final int pieceCharsMax;
  private final int unknown;
  private final int start;
  private final int end;

  private WordPieceTokenizer(Map<String, Integer> vocabulary) throws IOException {
    this.vocabulary = vocabulary;
    this.pieceCharsMax = vocabulary.keySet().stream().mapToInt(String::length).max().orElse(0);
    this.unknown = idOf("[UNK]");
    this.start = idOf("[CLS]");
    this.end = idOf("[SEP]");
  }

  /**
   * Reads the vocabulary from a Hugging Face {@code tokenizer.json}.
   *
   * @throws IOException if it cannot be read, or is not that of a WordPiece model
   */
  static WordPieceTokenizer read(InputStream tokenizerJson) throws IOException {
    JsonNode entries = new ObjectMapper().readTree(tokenizerJson).path("model").path("vocab");
    Map<String, Integer> vocabulary = HashMap.newHashMap(entries.size());
    entries
        .properties()
        .forEach(entry -> vocabulary.put(entry.getKey(), entry.getValue().intValue()));
    return new WordPieceTokenizer(vocabulary);
  }

  private int idOf(String token) throws IOException {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new IOException("the tokenizer's vocabulary lacks " + token);
    }
    return id;
  }

  /**
   * Returns the ids of a text between those of {@code [CLS]} and {@code [SEP]}.
   *
   * @param idsMax at most this many ids, both ends included; the rest of the text is not read
   */
  long[] encode(String text, int idsMax) {
    Ids ids = new Ids(idsMax - 1);
    ids.add(start);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < text.length() && !ids.full(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Characters.isBlank(c)) {
        addWord(word, ids);
      } else if (Characters.isChinese(c)) {
        addWord(word, ids);
        word.appendCodePoint(c);
        addWord(word, ids);
      } else if (!Characters.isDropped(c)) {
        word.appendCodePoint(c);
      }
    }
    addWord(word, ids);
    return ids.closedBy(end);
  }

  /** Normalizes the text between two spaces, splits off its punctuation and clears the buffer. */
  private void addWord(StringBuilder raw, Ids ids) {
    String decomposed = Normalizer.normalize(raw, Normalizer.Form.NFD);
    raw.setLength(0);
    StringBuilder word = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length() && !ids.full(); ) {
      int c = decomposed.codePointAt(i);
      i += Character.charCount(c);
      if (Character.getType(c) == Character.NON_SPACING_MARK) {
        continue;
      }
      if (Characters.isPunctuation(c)) {
        addPieces(word, ids);
        addPieces(new StringBuilder().appendCodePoint(c), ids);
      } else {
        word.appendCodePoint(Character.toLowerCase(c));
      }
    }
    addPieces(word, ids);
  }

  /** Adds the ids of a word's pieces, or that of the unknown word if they do not cover it. */
  private void addPieces(StringBuilder word, Ids ids) {
    if (word.isEmpty()) {
      return;
    }
    int[] pieces = pieces(word.toString());
    word.setLength(0);
    for (int piece : pieces) {
      ids.add(piece);
    }
  }

  private int[] pieces(String word) {
    if (word.codePointCount(0, word.length()) > WORD_CODE_POINTS_MAX) {
      return new int[] {unknown};
    }
    int[] pieces = new int[word.length()];
    int count = 0;
    for (int from = 0; from < word.length(); ) {
      int to = Math.min(word.length(), from + pieceCharsMax);
      Integer id = null;
      while (to > from && (id = lookUp(word, from, to)) == null) {
        to--;
      }
      if (id == null) {
        return new int[] {unknown};
      }
      pieces[count++] = id;
      from = to;
    }
    return Arrays.copyOf(pieces, count);
  }

  private @Nullable Integer lookUp(String word, int from, int to) {
    String piece = word.substring(from, to);
    return vocabulary.get(from == 0 ? piece : CONTINUATION + piece);
  }

  /** A bounded list of ids; excess ids are dropped. */
  private static final class Ids {
    private final int max;
    private long[] ids = new long[32];
    private int size;

    Ids(int max) {
      this.max = max;
    }

    boolean full() {
      return size >= max;
    }

    void add(int id) {
      if (!full()) {
        append(id);
      }
    }

    /** Returns the ids with the closing id, for which room is reserved. */
    long[] closedBy(int id) {
      append(id);
      return Arrays.copyOf(ids, size);
    }

    private void append(int id) {
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, size * 2);
      }
      ids[size++] = id;
    }
  }
}
