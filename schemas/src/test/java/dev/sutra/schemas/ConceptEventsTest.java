package dev.sutra.schemas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConceptEventsTest {
  @Test
  void keyIsTheIdOrTheSource() {
    assertEquals("a", ConceptEvents.key(ConceptEvents.upsert("a").build()));
    assertEquals("b", ConceptEvents.key(ConceptEvents.delete("b", null)));
    assertEquals("c", ConceptEvents.key(ConceptEvents.associate("c", "t", "x", 1f, 1f, null)));
    assertEquals("d", ConceptEvents.key(ConceptEvents.dissociate("d", "t", "x", null)));
  }

  @Test
  void eventWithoutKeyIsRefused() {
    ConceptEvent empty = new ConceptEvent();
    assertThrows(InvalidEventException.class, () -> ConceptEvents.key(empty));
    ConceptEvent nameless = new ConceptEvent(null, new ConceptUpserted());
    assertThrows(InvalidEventException.class, () -> ConceptEvents.key(nameless));
  }

  @Test
  void vectorIsCopiedWhateverListHoldsIt() {
    float[] given = {1, 2};
    ConceptUpserted upsert =
        (ConceptUpserted) ConceptEvents.upsert("a").vector(given).build().getPayload();
    given[0] = 9;
    assertArrayEquals(new float[] {1, 2}, ConceptEvents.vector(upsert));
    upsert.setVector(List.of(3f));
    assertArrayEquals(new float[] {3}, ConceptEvents.vector(upsert));
    upsert.setVector(null);
    assertNull(ConceptEvents.vector(upsert));
  }

  @Test
  void builderCanBeUsedAgain() {
    ConceptEvents.UpsertBuilder builder = ConceptEvents.upsert("a").attribute("k", 1);
    ConceptEvent first = builder.build();
    ConceptEvent second = builder.attribute("l", 2.5f).text("t").build();
    assertEquals(ConceptEvents.upsert("a").attribute("k", 1L).build(), first);
    assertEquals(
        ConceptEvents.upsert("a").attribute("k", 1L).attribute("l", 2.5).text("t").build(), second);
  }

  @Test
  void attributeOfAnotherTypeIsRefused() {
    assertThrows(InvalidEventException.class, () -> ConceptEvents.upsert("a").attribute("k", 'c'));
  }
}
