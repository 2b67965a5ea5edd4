package dev.sutra.text.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text query whose conditions are combined by and, or and not, to any depth that the parser
 * allows. Immutable.
 *
 * @param root what hits match
 * @param ignored as in {@link TextQuery}
 */
public record QueryTree(Group root, List<String> ignored) {
  /** Most fuzzy words of a query. */
  public static final int FUZZY_MAX = 32;

  /** A condition that documents match, with its share of their scores. */
  public sealed interface Node {}

  /**
   * A clause.
   *
   * @param boost by which its score is multiplied, greater than 0
   */
  public record Leaf(TextQuery.Clause clause, double boost) implements Node {}

  /**
   * Matches documents with words near one word. Each of these words is searched as if it was typed,
   * and weighs less the more edits it takes. All weigh as the most frequent one does, so that a
   * rare misspelling is not worth more than the word.
   *
   * @param word as it is spelled in texts, in lower case
   * @param edits 1 or 2
   * @param term what is searched for the word itself; null for a stop word
   * @param boost by which the score is multiplied, greater than 0
   */
  public record Fuzzy(String word, int edits, @Nullable String term, double boost) implements Node {
    /** Key of the word in statistics; no word contains the sign. */
    String key() {
      return word + '~' + edits;
    }
  }

  /**
   * Matches documents that match all of {@code must} and none of {@code not}; and, if {@code must}
   * is empty, at least one of {@code should}. The score is the sum over {@code must} and {@code
   * should}. Equal nodes of a list count once.
   */
  public record Group(List<Node> must, List<Node> should, List<Node> not) implements Node {
    public Group {
      must = distinct(must);
      should = distinct(should);
      not = distinct(not);
    }

    /** Whether nothing can match: there is nothing to find. */
    boolean isEmpty() {
      return must.isEmpty() && should.isEmpty();
    }

    /** Whether any of several nodes has to match, and nothing else. */
    boolean isAny() {
      return must.isEmpty() && not.isEmpty() && !should.isEmpty();
    }

    /** Whether all of several nodes have to match, and nothing else. */
    boolean isAll() {
      return should.isEmpty() && not.isEmpty() && !must.isEmpty();
    }
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there are more terms or prefixes than {@link TextQuery}
   *     allows, or more fuzzy words than {@value #FUZZY_MAX}
   */
  public QueryTree {
    ignored = distinct(ignored);
    List<Node> leaves = new ArrayList<>();
    collect(root, true, leaves);
    List<TextQuery.Clause> clauses = new ArrayList<>();
    int fuzzy = 0;
    for (Node leaf : leaves) {
      if (leaf instanceof Leaf(TextQuery.Clause clause, double _)) {
        clauses.add(clause);
      } else {
        fuzzy++;
      }
    }
    TextQuery.checkSize(clauses);
    if (fuzzy > FUZZY_MAX) {
      throw new IllegalArgumentException(
          "query has " + fuzzy + " fuzzy words; at most " + FUZZY_MAX + " are allowed");
    }
  }

  /** The same query as a tree. */
  public static QueryTree of(TextQuery query) {
    List<Node> leaves = new ArrayList<>();
    query.clauses().forEach(clause -> leaves.add(new Leaf(clause, 1)));
    boolean any = query.mode() == TextQuery.Mode.OR;
    return new QueryTree(
        new Group(any ? List.of() : leaves, any ? leaves : List.of(), List.of()), query.ignored());
  }

  /** The clauses that add to scores. */
  List<TextQuery.Clause> scored() {
    List<TextQuery.Clause> scored = new ArrayList<>();
    for (Node leaf : leaves(false)) {
      if (leaf instanceof Leaf(TextQuery.Clause clause, double _)) {
        scored.add(clause);
      } else if (leaf instanceof Fuzzy fuzzy && fuzzy.term() != null) {
        scored.add(new TextQuery.Term(fuzzy.term()));
      }
    }
    return scored;
  }

  /** The fuzzy words. */
  List<Fuzzy> fuzzy() {
    List<Fuzzy> words = new ArrayList<>();
    for (Node leaf : leaves(true)) {
      if (leaf instanceof Fuzzy word) {
        words.add(word);
      }
    }
    return distinct(words);
  }

  /** The prefixes. */
  List<TextQuery.Prefix> prefixes() {
    List<TextQuery.Prefix> prefixes = new ArrayList<>();
    for (Node leaf : leaves(true)) {
      if (leaf instanceof Leaf(TextQuery.Prefix prefix, double _)) {
        prefixes.add(prefix);
      }
    }
    return prefixes;
  }

  private static <T> List<T> distinct(List<T> items) {
    return List.copyOf(items.size() < 2 ? items : new LinkedHashSet<>(items));
  }

  private List<Node> leaves(boolean excludedToo) {
    List<Node> leaves = new ArrayList<>();
    collect(root, excludedToo, leaves);
    return leaves;
  }

  private static void collect(Node node, boolean excludedToo, List<Node> found) {
    switch (node) {
      case Leaf leaf -> found.add(leaf);
      case Fuzzy fuzzy -> found.add(fuzzy);
      case Group group -> {
        group.must().forEach(part -> collect(part, excludedToo, found));
        group.should().forEach(part -> collect(part, excludedToo, found));
        if (excludedToo) {
          group.not().forEach(part -> collect(part, true, found));
        }
      }
    }
  }
}
