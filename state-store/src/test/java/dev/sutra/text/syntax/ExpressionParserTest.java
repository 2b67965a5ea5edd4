package dev.sutra.text.syntax;

import static dev.sutra.text.syntax.ExpressionParser.parse;
import static dev.sutra.text.syntax.TextExpression.all;
import static dev.sutra.text.syntax.TextExpression.any;
import static dev.sutra.text.syntax.TextExpression.fuzzy;
import static dev.sutra.text.syntax.TextExpression.phrase;
import static dev.sutra.text.syntax.TextExpression.prefix;
import static dev.sutra.text.syntax.TextExpression.word;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.text.TextFixtures;
import dev.sutra.text.syntax.TextExpression.Group;
import dev.sutra.text.syntax.TextExpression.Occur;
import dev.sutra.text.syntax.TextExpression.Part;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionParserTest {
  @Test
  void wordsAreAlternatives() {
    assertEquals(any(word("red"), word("fish")), parse(" red\tfish "));
    assertEquals(any(word("red"), word("fish")), parse("red OR fish"));
    assertEquals(word("red"), parse("red"));
    assertEquals(word("red"), parse("(red)"));
  }

  @Test
  void signsRequireAndExclude() {
    TextExpression expected =
        new Group(
            List.of(
                new Part(Occur.MUST, word("dog")),
                new Part(Occur.NOT, word("cat")),
                new Part(Occur.SHOULD, word("wolf"))));
    assertEquals(expected, parse("+dog -cat wolf"));
    assertEquals(expected, parse("+dog NOT cat wolf"));
    assertEquals(all(word("dog")).butNot(word("cat")).getClass(), Group.class);
    assertEquals(word("dog").butNot(word("cat")), parse("dog AND NOT cat"));
    assertEquals(word("dog").butNot(word("cat")), parse("dog AND -cat"));
    assertEquals(word("dog").preferring(word("cat")), parse("+dog cat"));
  }

  @Test
  void andBindsCloserThanOrAndOrCloserThanASpace() {
    assertEquals(
        any(all(word("a"), word("b")), all(word("c"), word("d"))), parse("a AND b OR c AND d"));
    assertEquals(
        new Group(
            List.of(
                new Part(Occur.MUST, word("a")),
                new Part(Occur.SHOULD, any(word("b"), word("c"))))),
        parse("+a b OR c"));
    assertEquals(all(word("a"), any(word("b"), word("c"))), parse("a AND (b c)"));
  }

  @Test
  void phrasesHaveSlopAndBoost() {
    assertEquals(phrase("red fish"), parse("\"red fish\""));
    assertEquals(phrase("red fish", 3).boosted(2), parse("\"red fish\"~3^2"));
    assertEquals(any(word("a"), phrase("b"), word("c")), parse("a\"b\"c"));
  }

  @Test
  void wordsHaveSuffixes() {
    assertEquals(prefix("pup"), parse("pup*"));
    assertEquals(prefix("pup").boosted(0.5), parse("pup*^.5"));
    assertEquals(fuzzy("dgo", 1), parse("dgo~1"));
    assertEquals(fuzzy("dgo", TextExpression.EDITS_AUTO).boosted(3), parse("dgo~^3"));
    assertEquals(word("dog").boosted(2.5), parse("dog^2.5"));
    assertEquals(any(word("a"), word("b")).boosted(2), parse("(a b)^2"));
  }

  /** What users type without thinking of a syntax. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "C++",
        "wi-fi",
        "a-b",
        "foo:bar",
        "-",
        "+",
        "--verbose",
        "->",
        "a~b",
        "~/dir",
        "x^y",
        "a*b",
        "*",
        "^2",
        "~",
        "!",
        "&&",
        "||",
        "AT&T",
        "user@example.com",
        "50%",
        "{x}",
        "[1]",
        "'t",
        "/",
        "word~1a",
        "a^2b",
        "AND,",
        "ORB",
        "NOTE",
        "not",
        "and",
        "+-"
      })
  void otherTextIsAWord(String text) {
    assertEquals(word(text), parse(text));
  }

  @Test
  void parenthesesAlwaysGroup() {
    assertEquals(any(word("f"), word("x")), parse("f(x)"));
    assertEquals(any(word("main"), new Group(List.of())), parse("main()"));
    assertEquals(new Group(List.of()), parse(""));
  }

  @Test
  void aBackslashTakesTheNextCharacterAsItIs() {
    assertEquals(word("+a"), parse("\\+a"));
    assertEquals(word("AND"), parse("\\AND"));
    assertEquals(word("pup*"), parse("pup\\*"));
    assertEquals(word("two words"), parse("two\\ words"));
    assertEquals(word("(a)"), parse("\\(a\\)"));
    assertEquals(phrase("say \"a\\b\""), parse("\"say \\\"a\\\\b\\\"\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "red \"fish | \" is not closed (at character 5)",
        "(red (fish) | ( is not closed (at character 1)",
        "red) | ) has no ( (at character 4)",
        "red AND | expected a word, a phrase or a group after AND (at character 8)",
        "red OR OR x | expected a word, a phrase or a group before OR; to find the word, write it"
            + " in lower case (at character 8)",
        "AND | expected a word, a phrase or a group before AND; to find the word, write it in lower"
            + " case (at character 1)",
        "a AND OR b | expected a word, a phrase or a group after AND; to find the word, write it in"
            + " lower case (at character 7)",
        "-cat | only exclusions: a query needs something to find (at character 1)",
        "dog (NOT cat -x) | only exclusions: a query needs something to find (at character 6)",
        "NOT a AND NOT b | only exclusions: a query needs something to find (at character 1)",
        "dog OR NOT cat | an exclusion cannot be one side of OR (at character 8)",
        "dog OR +cat | + cannot be one side of OR (at character 8)",
        "NOT NOT a | expected a word, a phrase or a group after NOT; to find the word, write it in"
            + " lower case (at character 5)",
        "(a AND) | expected a word, a phrase or a group after AND (at character 7)",
        "dog~3 | edits are more than 2 (at character 5)",
        "\"a b\"~ | expected a number of positions after ~ (at character 7)",
        "\"a b\"~101 | slop is more than 100 (at character 7)",
        "\"a b\"^x | expected a number after ^ (at character 7)",
        "dog^0 | boost is 0; 0.001 to 1000.0 is allowed (at character 5)",
        "dog^1001 | boost is 1001; 0.001 to 1000.0 is allowed (at character 5)",
        "(a)^99999999999999999999999999 | expected a number after ^ (at character 5)",
        "\ud83d\ude00 a\\ | expected a character after \\ (at character 5)",
      })
  void errorsSayWhatWasExpectedWhere(String text, String message) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> parse(text));
    assertEquals("query: " + message, error.getMessage());
  }

  @Test
  void nestingIsBounded() {
    int most = TextExpression.DEPTH_MAX;
    parse("(".repeat(most) + "a" + ")".repeat(most));
    for (String open : List.of("(", "+(", "x OR (", "x AND (y OR (", "b (a^2 +(")) {
      for (int levels : new int[] {most + 1, 2000}) {
        String text = open.repeat(levels) + "a";
        IllegalArgumentException error =
            assertThrows(IllegalArgumentException.class, () -> parse(text));
        assertTrue(String.valueOf(error.getMessage()).contains("nested more than"), text);
      }
    }
    TextExpression deep = word("a");
    for (int i = 0; i < most; i++) {
      deep = deep.boosted(2);
    }
    TextExpression deepest = deep;
    assertEquals(deepest, parse(deepest.toString()));
    assertThrows(IllegalArgumentException.class, () -> deepest.boosted(2));
  }

  @Test
  void anExpressionIsReadAsItIsWritten() {
    Random random = TextFixtures.random("anExpressionIsReadAsItIsWritten", 1);
    for (int i = 0; i < 2000; i++) {
      TextExpression written = parse(RandomExpressions.group(random, 20, 3).toString());
      assertEquals(written, parse(written.toString()), written::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"+a", "AND", "a b", "\"", "(x)", "a\\b", "pup*", "a~2", "x^2", "\u00a0"})
  void aTypedWordIsNeverSyntax(String text) {
    for (TextExpression typed : List.of(word(text), prefix(text), fuzzy(text, 2), phrase(text))) {
      assertEquals(typed, parse(typed.toString()), typed::toString);
      assertEquals(all(typed, word("y")), parse(all(typed, word("y")).toString()));
    }
  }

  @Test
  void invalidPartsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> word(""));
    assertThrows(IllegalArgumentException.class, () -> fuzzy("a", 3));
    assertThrows(IllegalArgumentException.class, () -> phrase("a b", -1));
    assertThrows(IllegalArgumentException.class, () -> word("a").boosted(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> word("a").boosted(0));
    assertThrows(
        IllegalArgumentException.class, () -> new Group(List.of(new Part(Occur.NOT, word("a")))));
  }

  /** Random signs are read or refused, with the place of the error. */
  @Test
  void anyTextIsReadOrRefused() {
    Random random = TextFixtures.random("anyTextIsReadOrRefused", 2);
    String signs = "ab \"\"()()+-*~^123.\\ANDORT \ud83d\ude00";
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(20);
      for (int j = 0; j < length; j++) {
        text.append(
            switch (random.nextInt(20)) {
              case 0 -> " AND ";
              case 1 -> " OR ";
              case 2 -> "NOT ";
              default -> String.valueOf(signs.charAt(random.nextInt(signs.length())));
            });
      }
      try {
        TextExpression expression = parse(text.toString());
        assertEquals(expression, parse(expression.toString()), text::toString);
        read++;
      } catch (IllegalArgumentException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("(at character "), e::toString);
      }
    }
    assertTrue(read > 2000, "read only " + read);
  }
}
