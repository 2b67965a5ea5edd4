package dev.sutra.app.wordnet;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The readable names of the pointer symbols of <em>wninput(5WN)</em>. */
final class PointerTypes {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("!", "antonym"),
          Map.entry("@", "hypernym"),
          Map.entry("@i", "instance_hypernym"),
          Map.entry("~", "hyponym"),
          Map.entry("~i", "instance_hyponym"),
          Map.entry("#m", "member_holonym"),
          Map.entry("#s", "substance_holonym"),
          Map.entry("#p", "part_holonym"),
          Map.entry("%m", "member_meronym"),
          Map.entry("%s", "substance_meronym"),
          Map.entry("%p", "part_meronym"),
          Map.entry("=", "attribute"),
          Map.entry("+", "derivationally_related"),
          Map.entry("*", "entailment"),
          Map.entry(">", "cause"),
          Map.entry("^", "also_see"),
          Map.entry("$", "verb_group"),
          Map.entry("&", "similar_to"),
          Map.entry("<", "participle_of"),
          Map.entry("\\", "pertainym"),
          Map.entry(";c", "domain_topic"),
          Map.entry(";r", "domain_region"),
          Map.entry(";u", "domain_usage"),
          Map.entry("-c", "member_of_domain_topic"),
          Map.entry("-r", "member_of_domain_region"),
          Map.entry("-u", "member_of_domain_usage"));

  private PointerTypes() {}

  /** Returns the name of a symbol, or null if there is none. An adverb's {@code \} is its own. */
  static @Nullable String name(String symbol, char partOfSpeech) {
    if (partOfSpeech == 'r' && symbol.equals("\\")) {
      return "derived_from_adjective";
    }
    return NAMES.get(symbol);
  }
}
