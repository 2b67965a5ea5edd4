package dev.sutra.text.syntax;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A text query as a value, before a store's analyzer makes terms of its words. {@code toString}
 * writes it in the query language, and {@link ExpressionParser} reads that back as an expression
 * that finds the same. Immutable.
 */
public sealed interface TextExpression {
  /** Most levels of nested groups and boosts. */
  int DEPTH_MAX = 32;

  /** Most positions by which a phrase may be stretched. */
  int SLOP_MAX = 100;

  /** Most edits of a fuzzy word. */
  int EDITS_MAX = 2;

  /** Edits that depend on the length of the word. */
  int EDITS_AUTO = -1;

  /** Least boost. */
  double BOOST_MIN = 0.001;

  /** Greatest boost. */
  double BOOST_MAX = 1000;

  /** Whether and how a part of a group must match. */
  enum Occur {
    /** A hit must match. */
    MUST,
    /**
     * A match adds to the score; a hit of a group without {@link #MUST} must match one of these.
     */
    SHOULD,
    /** A hit must not match. */
    NOT;

    private String sign() {
      return switch (this) {
        case MUST -> "+";
        case SHOULD -> "";
        case NOT -> "-";
      };
    }
  }

  /**
   * Text that is analyzed as concepts' texts are. It may consist of several words: any of them
   * matches, unless all of it must or must not match; then they are a phrase.
   *
   * @param text not empty
   */
  record Word(String text) implements TextExpression {
    public Word {
      checkText("a word", text);
    }

    @Override
    public String toString() {
      return ExpressionText.word(text);
    }
  }

  /**
   * Words of which the last begins with the given characters.
   *
   * @param text not empty
   */
  record Prefix(String text) implements TextExpression {
    public Prefix {
      checkText("a prefix", text);
    }

    @Override
    public String toString() {
      return ExpressionText.word(text) + "*";
    }
  }

  /**
   * Words that differ from the given one by few edits.
   *
   * @param text not empty
   * @param edits 0 to {@value #EDITS_MAX}, or {@link #EDITS_AUTO}
   */
  record Fuzzy(String text, int edits) implements TextExpression {
    public Fuzzy {
      checkText("a fuzzy word", text);
      if (edits < EDITS_AUTO || edits > EDITS_MAX) {
        throw new IllegalArgumentException(
            "edits are " + edits + "; 0 to " + EDITS_MAX + " are allowed");
      }
    }

    @Override
    public String toString() {
      return ExpressionText.word(text) + "~" + (edits == EDITS_AUTO ? "" : edits);
    }
  }

  /**
   * Words in this order.
   *
   * @param slop 0: one directly after the other; else by how many positions the words may be
   *     further apart or out of order, at most {@value #SLOP_MAX}
   */
  record Phrase(String text, int slop) implements TextExpression {
    public Phrase {
      if (slop < 0 || slop > SLOP_MAX) {
        throw new IllegalArgumentException(
            "slop is " + slop + "; 0 to " + SLOP_MAX + " is allowed");
      }
    }

    @Override
    public String toString() {
      return ExpressionText.quoted(text) + (slop == 0 ? "" : "~" + slop);
    }
  }

  /**
   * An expression whose score is multiplied.
   *
   * @param factor {@value #BOOST_MIN} to {@value #BOOST_MAX}
   */
  record Boosted(TextExpression operand, double factor) implements TextExpression {
    public Boosted {
      if (!(factor >= BOOST_MIN && factor <= BOOST_MAX)) {
        throw new IllegalArgumentException(
            "boost is " + factor + "; " + BOOST_MIN + " to " + BOOST_MAX + " is allowed");
      }
      checkDepth(operand, 1);
    }

    @Override
    public String toString() {
      String inner = operand.toString();
      boolean group = operand instanceof Group || operand instanceof Boosted;
      return (group ? "(" + inner + ")" : inner)
          + "^"
          + BigDecimal.valueOf(factor).stripTrailingZeros().toPlainString();
    }
  }

  /**
   * Several expressions. Without parts it matches nothing.
   *
   * @param parts not only such that must not match
   */
  record Group(List<Part> parts) implements TextExpression {
    public Group {
      parts = List.copyOf(parts);
      boolean excludesOnly = !parts.isEmpty();
      for (Part part : parts) {
        excludesOnly &= part.occur() == Occur.NOT;
        checkDepth(part.expression(), 1);
      }
      if (excludesOnly) {
        throw new IllegalArgumentException("a group that only excludes matches nothing");
      }
    }

    @Override
    public String toString() {
      List<String> texts = new ArrayList<>();
      for (Part part : parts) {
        String inner = part.expression().toString();
        boolean enclosed =
            part.expression() instanceof Group
                || (part.occur() != Occur.SHOULD && !ExpressionText.takesSign(inner, 0));
        texts.add(part.occur().sign() + (enclosed ? "(" + inner + ")" : inner));
      }
      return String.join(" ", texts);
    }
  }

  /** A part of a group. */
  record Part(Occur occur, TextExpression expression) {}

  /** Matches any of the words of a text. */
  static TextExpression word(String text) {
    return new Word(text);
  }

  /** Matches words that begin with these characters. */
  static TextExpression prefix(String text) {
    return new Prefix(text);
  }

  /** Matches words that differ from this one by at most so many edits. */
  static TextExpression fuzzy(String text, int edits) {
    return new Fuzzy(text, edits);
  }

  /** Matches these words one after the other. */
  static TextExpression phrase(String text) {
    return new Phrase(text, 0);
  }

  /** Matches these words near each other. */
  static TextExpression phrase(String text, int slop) {
    return new Phrase(text, slop);
  }

  /** Matches what any of the expressions matches. */
  static TextExpression any(TextExpression... expressions) {
    return group(Occur.SHOULD, expressions);
  }

  /** Matches what all of the expressions match. */
  static TextExpression all(TextExpression... expressions) {
    return group(Occur.MUST, expressions);
  }

  private static TextExpression group(Occur occur, TextExpression... expressions) {
    return new Group(
        List.of(expressions).stream().map(expression -> new Part(occur, expression)).toList());
  }

  /** Matches what this matches and the other does not. */
  default TextExpression butNot(TextExpression other) {
    return new Group(List.of(new Part(Occur.MUST, this), new Part(Occur.NOT, other)));
  }

  /** Matches what this matches; a match of the other adds to the score. */
  default TextExpression preferring(TextExpression other) {
    return new Group(List.of(new Part(Occur.MUST, this), new Part(Occur.SHOULD, other)));
  }

  /** The same with its score multiplied. */
  default TextExpression boosted(double factor) {
    return new Boosted(this, factor);
  }

  private static void checkText(String what, String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty");
    }
  }

  /** The nested parts were checked when they were made, so that this recursion is bounded. */
  private static void checkDepth(TextExpression expression, int depth) {
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException(
          "expressions are nested more than " + DEPTH_MAX + " levels deep");
    }
    switch (expression) {
      case Boosted boosted -> checkDepth(boosted.operand(), depth + 1);
      case Group group -> group.parts().forEach(part -> checkDepth(part.expression(), depth + 1));
      default -> {
        // Has no parts.
      }
    }
  }
}
