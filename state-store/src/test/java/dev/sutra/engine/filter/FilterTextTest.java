package dev.sutra.engine.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.record.Concept;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of filters: what is read, how it is written again, and what is refused where. */
class FilterTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "size > 100 and section in (editors, web) and not exists(obsolete) and id ^ \"pkg-\" | size"
            + " > 100 and section in (editors, web) and not exists(obsolete) and id ^ \"pkg-\"",
        "a=1|a = 1",
        "a = 1.0|a = 1",
        "a = -0.0|a = 0",
        "a = 1e3|a = 1000",
        "a = +5|a = 5",
        "a = 1.5E-3|a = 0.0015",
        "a = \"1\"|a = \"1\"",
        "a = true or a = \"true\"|a = true or a = \"true\"",
        "a != x|not a = x",
        "a not in (1, 2)|not a in (1, 2)",
        "a in (1, 1.0, \"1\")|a in (1, \"1\")",
        "a in (x)|a = x",
        "not not a = 1|a = 1",
        "((a = 1))|a = 1",
        "a = 1 and (b = 2 and c = 3)|a = 1 and b = 2 and c = 3",
        "a = 1 or b = 2 and c = 3|a = 1 or (b = 2 and c = 3)",
        "(a = 1 or b = 2) and c = 3|(a = 1 or b = 2) and c = 3",
        "not (a = 1 or b = 2)|not (a = 1 or b = 2)",
        "a > 1 and b = 2 and a <= 9 and a >= 1|a > 1 and a <= 9 and b = 2",
        "NOT a = 1 AND b IN (2) Or c = TRUE|(not a = 1 and b = 2) or c = true",
        "id = x or id in (y, \"z z\")|id in (x) or id in (y, \"z z\")",
        "id != x|not id in (x)",
        "\"id\" = x|\"id\" = x",
        "\"updated_at\" = 5|\"updated_at\" = 5",
        "updated_at >= 5|updated_at >= 5 and updated_at <= 9223372036854775807",
        "created_at = 2026-11-27" + "|created_at >= 1795737600000 and created_at <= 1795737600000",
        "updated_at < \"2026-11-27T08:00:00+01:00\""
            + "|updated_at >= -9223372036854775808 and updated_at <= 1795762799999",
        "has(PART)|has(PART)",
        "has(PART->)|has(PART ->)",
        "has(PART <- \"a b\")|has(PART <- \"a b\")",
        "has(PART <-> x-y)|has(PART <-> x-y)",
        "has(a) and b = 1|b = 1 and has(a)",
        "größe > 3 and a.b/c:d@e#f-g_h = 日本|größe > 3 and a.b/c:d@e#f-g_h = 日本",
        "a = \"q\\\"b\\\\s\"|a = \"q\\\"b\\\\s\"",
        "`  `|``",
      })
  void aTextIsReadAndWritten(String text, String normal) {
    ConceptFilter filter = ConceptFilter.parse(text);
    assertEquals(normal, filter.text());
    assertEquals(filter, ConceptFilter.parse(filter.text()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a|character 2: expected =, !=, <, <=, >, >=, in or not in, found the end",
        "a = |character 4: expected a value, found the end",
        "a = )|character 5: expected a value, found )",
        "a = 1 b = 2|character 7: expected and, or, or the end, found b",
        "a = and|character 5: expected a value (a string of this form is put in quotes), found and",
        "and = 1|character 1: expected a condition, found and",
        "(a = 1|character 7: expected ), found the end",
        "a = 1)|character 6: expected and, or, or the end, found )",
        "a > x|character 5: the range of a has a bound that is not a number",
        "a = 9223372036854775808|character 5: 9223372036854775808 is not a whole number of 64 bits",
        "a = 1e400|character 5: 1e400 is not a finite number",
        "a = 1.2.3|character 5: expected a number (a string or date is put in quotes), found 1.2.3",
        "a = \"x|character 5: the string has no closing quote",
        "a = \"\\n\"|character 6: \\ stands only before",
        "a = $|character 5: unexpected $; strings are put in quotes",
        "日本 = \uD83D\uDE00|character 6: unexpected \uD83D\uDE00",
        "a in ()|character 7: expected a value, found )",
        "a in 1|character 6: expected (, found 1",
        "a not 1|character 7: expected in, found 1",
        "\"\" = 1|character 6: an attribute's name is empty",
        "exists(1)|character 8: expected the name of an attribute, found 1",
        "has(x > y)|character 7: expected ->, <-, <-> or ), found >",
        "has(x ->y z)|character 11: expected ), found z",
        "id > 5|character 4: expected ^, =, !=, in or not in after id",
        "id ^ \"\"|character 4: id_prefix is empty",
        "updated_at = yesterday|character 14: expected a time: ms since the epoch",
        "updated_at in (1)|character 12: expected =, !=, <, <=, > or >= after a time",
        "updated_at > 2026-13-01|character 14: expected a time",
        "a = \"\uD800\"|character 5: attribute a is not well-formed Unicode",
      })
  void anErrorTellsItsPlace(String text, String message) {
    String found =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> ConceptFilter.parse(text))
                .getMessage());
    assertTrue(found.startsWith("filter, " + message), found);
  }

  @Test
  void sizesAreLimited() {
    String values =
        IntStream.range(0, 10_000).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    assertRefused("the list of a has more than 1000 values", "a in (" + values + ")");
    assertThrows(
        IllegalArgumentException.class,
        () -> Condition.in("a", IntStream.range(0, 10_000).boxed().toList()));
    assertRefused("nested more than 64 deep", "(".repeat(100_000) + "a = 1");
    assertRefused("nested more than 64 deep", "not ".repeat(100_000) + "a = 1");
    assertRefused(
        "more than 128 conditions",
        IntStream.range(0, 128)
            .mapToObj(i -> "a" + i + " = 1")
            .collect(Collectors.joining(" or ")));
    assertRefused("more than 256 conditions", "a > 1" + " and a > 1".repeat(100_000));
    String four = "a = 1 and (b = 1 or (c = 1 and (d = 1 or e = 1)))";
    assertEquals(four, ConceptFilter.parse(four).text());
    assertRefused("nested more than 4 deep", "x = 1 or (" + four + ")");
    assertRefused(
        "more than 524288 characters together",
        IntStream.range(1_000, 1_130)
            .mapToObj(i -> "v".repeat(4_090) + i)
            .collect(Collectors.joining(", ", "a in (", ")")));
    assertRefused("longer than 2097152 characters", " ".repeat(3_000_000));
    Condition deep = Condition.is("a", 1);
    for (int i = 0; i < 100_000; i++) {
      deep = Condition.not(deep);
    }
    Condition tooDeep = deep;
    assertThrows(IllegalArgumentException.class, () -> new ConceptFilter(tooDeep));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConceptFilter(Condition.not(Condition.EVERYTHING)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConceptFilter(Condition.any(Condition.is("a", 1), Condition.EVERYTHING)));
    assertThrows(IllegalArgumentException.class, () -> new ConceptFilter(Condition.any()));
  }

  private static void assertRefused(String reason, String text) {
    String found =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> ConceptFilter.parse(text))
                .getMessage());
    assertTrue(found.contains(reason), found);
  }

  @Test
  void randomFiltersComeBackFromTheirTexts() {
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      ConceptFilter filter = RandomFilters.filter(random);
      String text = filter.text();
      assertEquals(filter, ConceptFilter.parse(text), text);
      assertEquals(text, ConceptFilter.parse(text).text());
    }
  }

  @Test
  void randomTextsAreReadOrRefused() {
    Random random = new Random(2);
    String alphabet = "ab1 .,()<>=!^-\"\\\n andornotinexistshas日é\uD83D";
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder(RandomFilters.filter(random).text());
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        int at = random.nextInt(text.length() + 1);
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        if (random.nextBoolean() || at == text.length()) {
          text.insert(at, c);
        } else if (random.nextBoolean()) {
          text.setCharAt(at, c);
        } else {
          text.deleteCharAt(at);
        }
      }
      try {
        ConceptFilter filter = ConceptFilter.parse(text.toString());
        assertEquals(filter, ConceptFilter.parse(filter.text()));
        read++;
      } catch (IllegalArgumentException e) {
        assertTrue(String.valueOf(e.getMessage()).length() < 1_000, e.getMessage());
      }
    }
    assertTrue(read > 1_000, "only " + read + " texts are filters");
  }

  @Test
  void normalFormMeansTheSame() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      Condition condition = RandomFilters.condition(random, 3, false);
      ConceptFilter filter = new ConceptFilter(condition);
      for (int j = 0; j < 20; j++) {
        Concept concept = RandomFilters.concept(random, "c" + j);
        assertEquals(
            RandomFilters.meets(condition, concept),
            filter.matches(concept),
            () -> filter.text() + " of " + concept.attributes());
      }
    }
  }

  @Test
  void aPlainFilterIsTheOldForm() {
    ConceptFilter filter = new ConceptFilter(Map.of("b", 1.0, "a", "x"), 5, 9, "p");
    assertEquals(
        new PlainFilter(Map.of("a", "x", "b", 1L), 5, 9, "p"), PlainFilter.of(filter.condition()));
    assertEquals(
        "a = x and b = 1 and updated_at >= 5 and updated_at <= 9 and id ^ p", filter.text());
    assertEquals(
        new PlainFilter(Map.of(), Long.MIN_VALUE, Long.MAX_VALUE, null),
        PlainFilter.of(ConceptFilter.NONE.condition()));
    for (String other :
        List.of(
            "a = 1 or b = 2",
            "a > 1",
            "not a = 1",
            "created_at > 5",
            "id = x",
            "has(x)",
            "exists(a)",
            "a in (1, 2)",
            "a = 1 and a = 2",
            "id ^ a and id ^ b",
            "updated_at > 9 and updated_at < 5")) {
      assertEquals(null, PlainFilter.of(ConceptFilter.parse(other).condition()), other);
    }
  }

  @Test
  void valuesAreASet() {
    assertEquals(ConceptFilter.parse("a in (1, 2)"), ConceptFilter.parse("a in (2, 1.0)"));
    assertNotEquals(ConceptFilter.parse("a in (1, 2)"), ConceptFilter.parse("a in (1, \"2\")"));
    assertEquals(
        ConceptFilter.parse("a in (1, 2)").hashCode(),
        ConceptFilter.parse("a in (2, 1)").hashCode());
    assertThrows(IllegalArgumentException.class, () -> Condition.in("a", Collections.emptyList()));
  }
}
