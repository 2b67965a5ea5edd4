package dev.sutra.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConceptStoreBuilderTest {
  @Test
  void loggingIsOnUnlessDisabled() {
    ConceptStoreBuilder builder = ConceptStores.persistent("concepts");
    assertTrue(builder.loggingEnabled());
    assertEquals(Map.of(), builder.logConfig());

    builder.withLoggingEnabled(Map.of("segment.bytes", "1048576"));
    assertEquals(Map.of("segment.bytes", "1048576"), builder.logConfig());

    builder.withLoggingDisabled();
    assertFalse(builder.loggingEnabled());
    assertEquals(Map.of(), builder.logConfig());
  }

  @Test
  void cachingIsRefused() {
    ConceptStoreBuilder builder = ConceptStores.persistent("concepts").withCachingDisabled();
    UnsupportedOperationException e =
        assertThrows(UnsupportedOperationException.class, builder::withCachingEnabled);
    assertTrue(String.valueOf(e.getMessage()).contains("no record cache"));
  }

  @Test
  void eachTaskGetsItsOwnStore() {
    ConceptStoreBuilder builder = ConceptStores.persistent("concepts").withDimension(3);
    ConceptStore first = builder.build();
    ConceptStore second = builder.build();
    assertNotSame(first, second);
    assertEquals("concepts", first.name());
    assertTrue(first.persistent());
    assertFalse(first.isOpen());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", ".hidden", "a/b", "a b", "näme"})
  void namesThatAreNoTopicNameAreRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> ConceptStores.persistent(name));
  }

  @Test
  void impossibleDimensionIsRefused() {
    ConceptStoreBuilder builder = ConceptStores.persistent("concepts");
    assertThrows(IllegalArgumentException.class, () -> builder.withDimension(0));
  }
}
