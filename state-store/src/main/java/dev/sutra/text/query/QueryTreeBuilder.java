package dev.sutra.text.query;

import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.query.QueryTree.Fuzzy;
import dev.sutra.text.query.QueryTree.Group;
import dev.sutra.text.query.QueryTree.Leaf;
import dev.sutra.text.query.QueryTree.Node;
import dev.sutra.text.syntax.ExpressionParser;
import dev.sutra.text.syntax.PlainTextParser;
import dev.sutra.text.syntax.TextExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Makes the tree of a query in the query language. Not thread-safe. */
public final class QueryTreeBuilder {
  // Shorter words are not expanded, those of this length by one edit, and longer ones by two.
  private static final int ONE_EDIT_MIN = 3;
  private static final int TWO_EDITS_MIN = 6;

  private final ClauseAnalyzer analyzer;
  private final boolean fuzzy;
  // Whether the current part is excluded: misspellings of an excluded word are not.
  private boolean excluding;

  private QueryTreeBuilder(TextAnalyzer analyzer, boolean fuzzy) {
    this.analyzer = new ClauseAnalyzer(analyzer);
    this.fuzzy = fuzzy;
  }

  /**
   * Reads a query in the language of {@link ExpressionParser}.
   *
   * @param fuzzy whether plain words that are not excluded are fuzzy, as with {@link
   *     TextExpression#EDITS_AUTO}
   * @throws IllegalArgumentException if the text is not in the language, or longer than {@link
   *     TextQuery} allows
   */
  public static QueryTree parse(String text, TextAnalyzer analyzer, boolean fuzzy) {
    TextQuery.checkLength(text);
    return new QueryTreeBuilder(analyzer, fuzzy).build(ExpressionParser.parse(text), text);
  }

  /**
   * Reads the words, phrases and prefixes of a text.
   *
   * @param fuzzy as in {@link #parse}
   * @param all whether all of them must match, or any
   */
  public static QueryTree plain(String text, TextAnalyzer analyzer, boolean fuzzy, boolean all) {
    TextQuery.checkLength(text);
    QueryTreeBuilder builder = new QueryTreeBuilder(analyzer, fuzzy);
    List<Node> parts = new ArrayList<>();
    for (TextExpression part : PlainTextParser.parse(text)) {
      parts.addAll(builder.any(part, 1));
    }
    return new QueryTree(
        new Group(all ? parts : List.of(), all ? List.of() : parts, List.of()),
        builder.analyzer.ignored(parts.isEmpty(), text));
  }

  private QueryTree build(TextExpression query, String text) {
    List<Node> any = any(query, 1);
    boolean single = any.size() == 1 && any.getFirst() instanceof Group;
    Group root = single ? (Group) any.getFirst() : new Group(List.of(), any, List.of());
    return new QueryTree(root, analyzer.ignored(any.isEmpty(), text));
  }

  /** The nodes of which any matches what the expression does. */
  private List<Node> any(TextExpression expression, double boost) {
    return switch (expression) {
      case TextExpression.Word(String text) -> anyWord(text, boost);
      case TextExpression.Fuzzy(String text, int edits) -> fuzzy(text, edits, boost);
      case TextExpression.Boosted(TextExpression operand, double factor) ->
          any(operand, boost * factor);
      case TextExpression.Group group -> {
        Group made = group(group, boost);
        yield made.isAny() || made.isEmpty() ? made.should() : List.of(simplified(made));
      }
      default -> listOf(whole(expression, boost));
    };
  }

  /** The nodes that all have to match where the expression has to. */
  private List<Node> all(TextExpression expression, double boost) {
    Node node = whole(expression, boost);
    return node instanceof Group group && group.isAll() ? group.must() : listOf(node);
  }

  /** The one node that matches what the expression does; null if it finds nothing. */
  private @Nullable Node whole(TextExpression expression, double boost) {
    return switch (expression) {
      case TextExpression.Word(String text) -> wholeWord(text, boost);
      case TextExpression.Prefix(String text) -> leaf(analyzer.prefix(text), boost);
      case TextExpression.Phrase(String text, int slop) -> leaf(analyzer.phrase(text, slop), boost);
      case TextExpression.Fuzzy(String text, int edits) -> {
        List<Node> words = fuzzy(text, edits, boost);
        yield words.isEmpty() ? null : simplified(new Group(words, List.of(), List.of()));
      }
      case TextExpression.Boosted(TextExpression operand, double factor) ->
          whole(operand, boost * factor);
      case TextExpression.Group group -> {
        Group made = group(group, boost);
        yield made.isEmpty() ? null : simplified(made);
      }
    };
  }

  private Group group(TextExpression.Group group, double boost) {
    List<Node> must = new ArrayList<>();
    List<Node> should = new ArrayList<>();
    List<Node> not = new ArrayList<>();
    for (TextExpression.Part part : group.parts()) {
      switch (part.occur()) {
        case MUST -> must.addAll(all(part.expression(), boost));
        case SHOULD -> should.addAll(any(part.expression(), boost));
        case NOT -> not.addAll(listOf(excluded(part.expression())));
      }
    }
    return new Group(must, should, not);
  }

  private @Nullable Node excluded(TextExpression expression) {
    boolean before = excluding;
    excluding = true;
    Node node = whole(expression, 1);
    excluding = before;
    return node;
  }

  private List<Node> anyWord(String text, double boost) {
    if (!fuzzy || excluding) {
      return leaves(analyzer.terms(text), boost);
    }
    List<Node> nodes = new ArrayList<>();
    StringTokenizer parts = new StringTokenizer(text);
    while (parts.hasMoreTokens()) {
      String part = parts.nextToken();
      Node word = automatic(part, boost);
      nodes.addAll(word == null ? leaves(analyzer.terms(part), boost) : List.of(word));
    }
    return nodes;
  }

  private @Nullable Node wholeWord(String text, double boost) {
    Node word = fuzzy && !excluding ? automatic(text, boost) : null;
    return word == null ? leaf(analyzer.phrase(text, 0), boost) : word;
  }

  /** The fuzzy form of a text that is one word of enough characters; else null. */
  private @Nullable Node automatic(String text, double boost) {
    List<String> words = analyzer.words(text);
    String term = words.size() == 1 ? analyzer.term(text) : null;
    if (term == null) {
      return null;
    }
    int edits = edits(words.getFirst());
    return edits == 0 ? null : new Fuzzy(words.getFirst(), edits, term, boost);
  }

  /** The words of a text, each within some edits. */
  private List<Node> fuzzy(String text, int edits, double boost) {
    List<Node> nodes = new ArrayList<>();
    for (String word : analyzer.words(text)) {
      int wanted = edits == TextExpression.EDITS_AUTO ? edits(word) : edits;
      if (wanted == 0) {
        nodes.addAll(leaves(analyzer.terms(word), boost));
      } else {
        nodes.add(new Fuzzy(word, wanted, analyzer.term(word), boost));
      }
    }
    return nodes;
  }

  private static int edits(String word) {
    int length = word.codePointCount(0, word.length());
    return length < ONE_EDIT_MIN ? 0 : length < TWO_EDITS_MIN ? 1 : 2;
  }

  /** A group of one node is this node. */
  private static Node simplified(Group group) {
    if (group.isAll() && group.must().size() == 1) {
      return group.must().getFirst();
    }
    return group.isAny() && group.should().size() == 1 ? group.should().getFirst() : group;
  }

  private static List<Node> leaves(List<TextQuery.Clause> clauses, double boost) {
    return clauses.stream().map(clause -> (Node) new Leaf(clause, boost)).toList();
  }

  private static @Nullable Node leaf(TextQuery.@Nullable Clause clause, double boost) {
    return clause == null ? null : new Leaf(clause, boost);
  }

  private static List<Node> listOf(@Nullable Node node) {
    return node == null ? List.of() : List.of(node);
  }
}
