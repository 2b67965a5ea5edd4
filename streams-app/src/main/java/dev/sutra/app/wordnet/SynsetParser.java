package dev.sutra.app.wordnet;

import dev.sutra.app.wordnet.Synset.Pointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Parses the lines of a data file.
 *
 * <pre>
 * offset lex_filenum ss_type w_cnt (word lex_id)*
 *     p_cnt (symbol offset pos source/target)* [frames] | gloss
 * </pre>
 *
 * <p>{@code lex_filenum} and {@code p_cnt} are decimal, {@code w_cnt} is hexadecimal. A pointer
 * stands between synsets, or between a word of each; both count, once for each type and target.
 */
final class SynsetParser {
  /** By number, as in <em>lexnames(5WN)</em>. */
  private static final List<String> LEXICOGRAPHER_FILES =
      List.of(
          "adj.all",
          "adj.pert",
          "adv.all",
          "noun.Tops",
          "noun.act",
          "noun.animal",
          "noun.artifact",
          "noun.attribute",
          "noun.body",
          "noun.cognition",
          "noun.communication",
          "noun.event",
          "noun.feeling",
          "noun.food",
          "noun.group",
          "noun.location",
          "noun.motive",
          "noun.object",
          "noun.person",
          "noun.phenomenon",
          "noun.plant",
          "noun.possession",
          "noun.process",
          "noun.quantity",
          "noun.relation",
          "noun.shape",
          "noun.state",
          "noun.substance",
          "noun.time",
          "verb.body",
          "verb.change",
          "verb.cognition",
          "verb.communication",
          "verb.competition",
          "verb.consumption",
          "verb.contact",
          "verb.creation",
          "verb.emotion",
          "verb.motion",
          "verb.perception",
          "verb.possession",
          "verb.social",
          "verb.stative",
          "verb.weather",
          "adj.ppl");

  /** One string for all mentions of an id: there are six times as many mentions as ids. */
  private final Map<String, String> ids = new HashMap<>();

  /**
   * Parses a line.
   *
   * @param letter the file's part of speech: {@code n}, {@code v}, {@code a} or {@code r}
   * @throws IllegalArgumentException if the line does not have the format above
   */
  Synset parse(String line, char letter, String partOfSpeech) {
    try {
      int bar = line.indexOf(" | ");
      Fields fields = new Fields(line.substring(0, bar + 1));
      String id = id(letter, fields.next());
      String file = LEXICOGRAPHER_FILES.get(Integer.parseInt(fields.next()));
      fields.next();
      List<String> words = words(fields);
      List<Pointer> pointers = pointers(fields, letter);
      return new Synset(
          id, partOfSpeech, file, words, line.substring(bar + " | ".length()).strip(), pointers);
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException("not a line of WordNet's data: " + line, e);
    }
  }

  private static List<String> words(Fields fields) {
    int count = Integer.parseInt(fields.next(), 16);
    List<String> words = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      words.add(word(fields.next()));
      fields.next();
    }
    return words;
  }

  /** Blanks for underscores; an adjective's place in a sentence, as in {@code galore(ip)}, goes. */
  private static String word(String field) {
    int marker = field.endsWith(")") ? field.lastIndexOf('(') : -1;
    return (marker > 0 ? field.substring(0, marker) : field).replace('_', ' ');
  }

  private List<Pointer> pointers(Fields fields, char letter) {
    int count = Integer.parseInt(fields.next());
    SequencedSet<Pointer> pointers = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      String symbol = fields.next();
      String type = PointerTypes.name(symbol, letter);
      if (type == null) {
        throw new IllegalArgumentException("unknown pointer symbol in WordNet's data: " + symbol);
      }
      String offset = fields.next();
      char target = fields.next().charAt(0);
      fields.next();
      pointers.add(new Pointer(type, id(target == 's' ? 'a' : target, offset)));
    }
    return List.copyOf(pointers);
  }

  private String id(char letter, String offset) {
    String id = letter + offset;
    String known = ids.putIfAbsent(id, id);
    return known == null ? id : known;
  }

  /** Splits a line at spaces. */
  private static final class Fields {
    private final String line;
    private int position;

    Fields(String line) {
      this.line = line;
    }

    String next() {
      int from = position;
      int to = line.indexOf(' ', from);
      position = to + 1;
      return line.substring(from, to);
    }
  }
}
