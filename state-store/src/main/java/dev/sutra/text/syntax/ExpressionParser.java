package dev.sutra.text.syntax;

import dev.sutra.text.syntax.TextExpression.Boosted;
import dev.sutra.text.syntax.TextExpression.Group;
import dev.sutra.text.syntax.TextExpression.Occur;
import dev.sutra.text.syntax.TextExpression.Part;
import dev.sutra.text.syntax.TextExpression.Phrase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query language, by recursive descent:
 *
 * <pre>
 * query   = { choice }
 * choice  = both { "OR" both }
 * both    = operand { "AND" operand }
 * operand = [ "+" | "-" | "NOT" ] ( word | phrase | "(" query ")" [ boost ] )
 * phrase  = '"' text '"' [ "~" slop ] [ boost ]
 * word    = characters [ "*" | "~" [ edits ] ] [ boost ]
 * boost   = "^" number
 * </pre>
 *
 * <p>A backslash takes the character after it as it is. {@code AND}, {@code OR} and {@code NOT} are
 * operators in upper case, as words of their own. {@code +} and {@code -} are operators at the
 * start of a word, if a letter, a digit, a quote, a parenthesis or a backslash follows; {@code *},
 * {@code ~} and {@code ^} at its end. Anywhere else they are characters of the word, as in {@code
 * wi-fi} or {@code C++}.
 *
 * <p>Nested groups are limited to {@link TextExpression#DEPTH_MAX}. Not thread-safe.
 */
public final class ExpressionParser {
  private static final String OPERAND = "a word, a phrase or a group";

  private final TextScanner in;
  private int depth;

  private ExpressionParser(String text) {
    this.in = new TextScanner(text);
  }

  /**
   * Reads a query.
   *
   * @throws IllegalArgumentException if it is not one; the message says what was expected at which
   *     character, counted from 1
   */
  public static TextExpression parse(String text) {
    ExpressionParser parser = new ExpressionParser(text);
    TextExpression query = parser.query();
    if (!parser.in.isAtEnd()) {
      throw parser.in.error(") has no (", parser.in.at());
    }
    return query;
  }

  /** Up to the end or a closing parenthesis. */
  private TextExpression query() {
    List<Part> parts = new ArrayList<>();
    in.skipSpaces();
    int start = in.at();
    while (!in.isAtEnd() && !in.isAt(')')) {
      parts.add(choice());
      in.skipSpaces();
    }
    return group(parts, start);
  }

  private Part choice() {
    int start = in.at();
    Part first = both();
    if (!in.takeOperator("OR")) {
      return first;
    }
    List<Part> parts = new ArrayList<>();
    parts.add(checkChoice(first, start));
    do {
      in.skipSpaces();
      int next = in.at();
      parts.add(checkChoice(both(), next));
    } while (in.takeOperator("OR"));
    return new Part(Occur.SHOULD, made(parts, start));
  }

  private Part checkChoice(Part part, int at) {
    if (part.occur() != Occur.SHOULD) {
      String sign = part.occur() == Occur.NOT ? "an exclusion" : "+";
      throw in.error(sign + " cannot be one side of OR", at);
    }
    return part;
  }

  private Part both() {
    int start = in.at();
    Part first = operand(null);
    if (!in.takeOperator("AND")) {
      return first;
    }
    List<Part> parts = new ArrayList<>();
    parts.add(required(first));
    do {
      parts.add(required(operand("AND")));
    } while (in.takeOperator("AND"));
    return new Part(Occur.SHOULD, group(parts, start));
  }

  private static Part required(Part part) {
    return part.occur() == Occur.SHOULD ? new Part(Occur.MUST, part.expression()) : part;
  }

  private TextExpression group(List<Part> parts, int start) {
    if (!parts.isEmpty() && parts.stream().allMatch(part -> part.occur() == Occur.NOT)) {
      throw in.error("only exclusions: a query needs something to find", start);
    }
    boolean plain = parts.size() == 1 && parts.getFirst().occur() == Occur.SHOULD;
    return plain ? parts.getFirst().expression() : made(parts, start);
  }

  private Group made(List<Part> parts, int start) {
    try {
      return new Group(parts);
    } catch (IllegalArgumentException e) {
      throw in.error(String.valueOf(e.getMessage()), start);
    }
  }

  /**
   * Reads an operand.
   *
   * @param after the operator before it, for errors
   */
  private Part operand(@Nullable String after) {
    in.skipSpaces();
    Occur occur = Occur.SHOULD;
    String sign = after;
    if (in.takeOperator("NOT")) {
      occur = Occur.NOT;
      sign = "NOT";
    } else if (in.takeSign('-')) {
      occur = Occur.NOT;
      sign = "-";
    } else if (in.takeSign('+')) {
      occur = Occur.MUST;
      sign = "+";
    }
    in.skipSpaces();
    String behind = sign == null ? "" : " after " + sign;
    String operator = in.operator();
    if (operator != null) {
      throw in.error(
          "expected "
              + OPERAND
              + (behind.isEmpty() ? " before " + operator : behind)
              + "; to find the word, write it in lower case",
          in.at());
    }
    if (in.isAtEnd() || in.isAt(')')) {
      throw in.error("expected " + OPERAND + behind, in.at());
    }
    return new Part(occur, primary());
  }

  private TextExpression primary() {
    if (in.isAt('(')) {
      return boosted(parentheses());
    }
    if (in.isAt(ExpressionText.QUOTE)) {
      String text = in.quoted();
      return boosted(new Phrase(text, in.slop()));
    }
    return in.word();
  }

  private TextExpression parentheses() {
    int open = in.at();
    if (++depth > TextExpression.DEPTH_MAX) {
      throw in.error(
          "parentheses are nested more than " + TextExpression.DEPTH_MAX + " levels deep", open);
    }
    in.skip();
    TextExpression query = query();
    if (in.isAtEnd()) {
      throw in.error("( is not closed", open);
    }
    in.skip();
    depth--;
    return query;
  }

  private TextExpression boosted(TextExpression operand) {
    int start = in.at();
    double factor = in.boost();
    try {
      return factor == 1 ? operand : new Boosted(operand, factor);
    } catch (IllegalArgumentException e) {
      throw in.error(String.valueOf(e.getMessage()), start);
    }
  }
}
