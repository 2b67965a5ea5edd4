package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.record.Concept;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter finds a number by its exact value, whole or floating. */
class NumberFilterTest {
  private static final long EXACT = 1L << 53;

  @TempDir Path directory;

  static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of(1L, 1.0, true),
        Arguments.of(1, 1.0f, true),
        Arguments.of(-1L, -1.0, true),
        Arguments.of(1L, 1.5, false),
        Arguments.of(1.5, 1.5f, true),
        Arguments.of(0.1, 0.1f, false),
        Arguments.of(0L, 0.0, true),
        Arguments.of(0L, -0.0, true),
        Arguments.of(0.0, -0.0, true),
        Arguments.of(0L, Double.MIN_VALUE, false),
        Arguments.of(EXACT - 1, (double) (EXACT - 1), true),
        Arguments.of(EXACT, (double) EXACT, true),
        Arguments.of(EXACT + 1, (double) EXACT, false),
        Arguments.of(EXACT + 1, EXACT + 1, true),
        Arguments.of(EXACT + 2, (double) (EXACT + 2), true),
        Arguments.of(Long.MIN_VALUE, -0x1p63, true),
        Arguments.of(Long.MIN_VALUE + 1, -0x1p63, false),
        Arguments.of(Long.MAX_VALUE, 0x1p63, false),
        Arguments.of(Long.MAX_VALUE - 1023, Math.nextDown(0x1p63), true),
        Arguments.of(Long.MAX_VALUE, Math.nextDown(0x1p63), false),
        Arguments.of(Long.MAX_VALUE, Long.MAX_VALUE, true),
        Arguments.of(Long.MAX_VALUE, Long.MAX_VALUE - 1, false),
        Arguments.of(1e300, 1e300, true),
        Arguments.of(1e300, Double.MAX_VALUE, false),
        Arguments.of(1L, "1", false),
        Arguments.of(1L, true, false),
        Arguments.of(0L, false, false),
        Arguments.of("1.0", 1.0, false));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void numbersAreEqualByTheirValues(Object a, Object b, boolean equal) throws Exception {
    try (StorageEngine engine = StorageEngine.open(directory, EngineOptions.standalone(2))) {
      engine.put(concept("a", a));
      engine.put(concept("b", b));
      assertMatches(engine, a, b, equal);
      engine.flush();
      assertMatches(engine, a, b, equal);
      // Asked again: a segment remembers which of its concepts passed.
      assertMatches(engine, a, b, equal);
    }
    assertEquals(equal, filter(a).equals(filter(b)));
  }

  private static void assertMatches(StorageEngine engine, Object a, Object b, boolean equal) {
    try (Snapshot now = engine.snapshot()) {
      for (Object wanted : new Object[] {a, b}) {
        var query = new SimilarQuery(new float[] {1, 0}, 10, 0, true, null);
        var ids =
            now.similar(query.withFilter(filter(wanted))).items().stream().map(Hit::id).sorted();
        String expected = equal ? "[a, b]" : wanted == a ? "[a]" : "[b]";
        assertEquals(expected, ids.toList().toString(), () -> "wanted " + wanted);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void nonFiniteValuesAreRefusedByName(double number) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> filter(number)).getMessage();
    assertEquals("attribute n is " + number + "; not a finite number of 64 bits", message);
  }

  @Test
  void aNumberComesBackFromAConceptAsItWasWritten() throws Exception {
    try (StorageEngine engine = StorageEngine.open(directory, EngineOptions.standalone(2))) {
      engine.put(concept("a", 1.0));
      try (Snapshot now = engine.snapshot()) {
        Concept a = now.concept("a");
        assertTrue(a != null && a.attributes().get("n") instanceof Double);
      }
    }
  }

  private static Concept concept(String id, Object number) {
    return Concept.builder(id).vector(new float[] {1, 0}).attribute("n", number).build();
  }

  private static ConceptFilter filter(Object number) {
    return new ConceptFilter(Map.of("n", number), Long.MIN_VALUE, Long.MAX_VALUE, null);
  }
}
