package dev.sutra.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The values of rows: what is written is read, and nothing else is. */
class RowFormatTest {
  private static final SourcePosition SOURCE = new SourcePosition("topic", 3, 1L << 40);
  private static final Concept FULL =
      Concept.builder("größe/1")
          .text("a text, ein Wort, 意味 \uD83D\uDE00")
          .vector(new float[] {1, -2.5f})
          .attribute("s", "v")
          .attribute("l", -7L)
          .attribute("d", 0.5)
          .attribute("f", false)
          .attribute("t", true)
          .strength(0.25f)
          .confidence(0.75f)
          .createdAt(-1)
          .updatedAt(Long.MAX_VALUE)
          .build();
  private static final Association EDGE =
      new Association("größe/1", "TYPE", "b", 0.5f, 0.25f, 1, 2);

  // By the tables of ConceptRow and AssociationRow.
  private static final String CONCEPT_VERSION_1 =
      "01070100"
          + "0100000000000000"
          + "0200000000000000"
          + "0000803f"
          + "0000003f" // header
          + "0174"
          + "02"
          + "8001" // topic t, partition 2, offset 128
          + "026869" // hi
          + "01"
          + "016b"
          + "01"
          + "0176" // k is the string v
          + "0000803f";
  private static final String EDGE_VERSION_1 =
      "0101"
          + "0100000000000000"
          + "0200000000000000"
          + "0000003f"
          + "0000803f"
          + "0174"
          + "02"
          + "8001";

  @Test
  void conceptsComeBack() {
    for (SourcePosition source : new SourcePosition[] {null, SOURCE}) {
      byte[] value = ConceptRow.encode(FULL, source);
      assertEquals(FULL, ConceptRow.decode(FULL.id(), value));
      assertEquals(source, ConceptRow.source(value));
      assertEquals(source, Rows.source(RowKeys.concept(FULL.id()), value));
      assertEquals(FULL.text(), ConceptRow.text(value));
      assertTrue(ConceptRow.hasVector(value, 0));
      assertEquals(2, ConceptRow.dimension(value, 0));
      assertEquals(Long.MAX_VALUE, ConceptRow.updatedAt(value, 0));
    }
    Concept bare = Concept.builder("x").build();
    assertEquals(bare, ConceptRow.decode("x", ConceptRow.encode(bare, null)));
    assertNull(ConceptRow.text(ConceptRow.encode(bare, null)));
  }

  @Test
  void largestConceptComesBack() {
    float[] vector = new float[Limits.DIMENSION_MAX];
    Arrays.fill(vector, 0.5f);
    Concept.Builder builder =
        Concept.builder("i".repeat(Limits.ID_BYTES_MAX))
            .text("t".repeat(Limits.TEXT_BYTES_MAX))
            .vector(vector);
    for (int i = 0; i < Limits.ATTRIBUTES_MAX; i++) {
      builder.attribute("name" + i, "v".repeat(Limits.ATTRIBUTE_VALUE_BYTES_MAX));
    }
    Concept largest = builder.build();
    assertEquals(largest, ConceptRow.decode(largest.id(), ConceptRow.encode(largest, SOURCE)));
  }

  @Test
  void associationsComeBackFromEitherHalf() {
    for (SourcePosition source : new SourcePosition[] {null, SOURCE}) {
      byte[] value = AssociationRow.encode(EDGE, source);
      byte[] out = RowKeys.edgeOut(EDGE.source(), EDGE.type(), EDGE.target());
      byte[] in = RowKeys.edgeIn(EDGE.target(), EDGE.type(), EDGE.source());
      assertEquals(EDGE, AssociationRow.decode(out, value));
      assertEquals(EDGE, AssociationRow.decode(in, value));
      assertEquals(source, Rows.source(out, value));
    }
  }

  @Test
  void version1OfAConceptStaysAsItIs() {
    Concept concept =
        Concept.builder("id")
            .text("hi")
            .vector(new float[] {1})
            .attribute("k", "v")
            .confidence(0.5f)
            .createdAt(1)
            .updatedAt(2)
            .build();
    SourcePosition source = new SourcePosition("t", 2, 128);
    byte[] golden = HexFormat.of().parseHex(CONCEPT_VERSION_1);
    assertEquals(concept, ConceptRow.decode("id", golden));
    assertEquals(source, ConceptRow.source(golden));
    assertArrayEquals(golden, ConceptRow.encode(concept, source));
  }

  @Test
  void version1OfAnAssociationStaysAsItIs() {
    Association edge = new Association("a", "T", "b", 0.5f, 1, 1, 2);
    SourcePosition source = new SourcePosition("t", 2, 128);
    byte[] golden = HexFormat.of().parseHex(EDGE_VERSION_1);
    byte[] key = HexFormat.of().parseHex("02" + "0061" + "0054" + "62");
    assertArrayEquals(key, RowKeys.edgeOut("a", "T", "b"));
    assertEquals(edge, AssociationRow.decode(key, golden));
    assertArrayEquals(golden, AssociationRow.encode(edge, source));
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] key = RowKeys.edgeOut("a", "T", "b");
    byte[] concept = ConceptRow.encode(FULL, SOURCE);
    for (int length = 0; length < concept.length; length++) {
      byte[] cut = Arrays.copyOf(concept, length);
      assertThrows(RowFormatException.class, () -> ConceptRow.decode("id", cut), "at " + length);
    }
    byte[] edge = AssociationRow.encode(EDGE, SOURCE);
    for (int length = 0; length < edge.length; length++) {
      byte[] cut = Arrays.copyOf(edge, length);
      assertThrows(RowFormatException.class, () -> AssociationRow.decode(key, cut));
    }
    for (int length = 0; length < key.length; length++) {
      byte[] cut = Arrays.copyOf(key, length);
      assertThrows(RowFormatException.class, () -> AssociationRow.decode(cut, edge));
    }
    byte[] longer = Arrays.copyOf(concept, concept.length + 1);
    assertThrows(RowFormatException.class, () -> ConceptRow.decode("id", longer));
  }

  @Test
  void randomDamageIsRefusedOrDecodes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] key = RowKeys.edgeOut("a", "T", "b");
    for (int i = 0; i < 50_000; i++) {
      byte[] concept = ConceptRow.encode(FULL, SOURCE);
      byte[] edge = AssociationRow.encode(EDGE, SOURCE);
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        concept[random.nextInt(concept.length)] = (byte) random.nextInt();
        edge[random.nextInt(edge.length)] = (byte) random.nextInt();
      }
      String where = "seed " + seed + " round " + i;
      assertRefusedOrDecodes(() -> ConceptRow.decode("id", concept), where);
      assertRefusedOrDecodes(() -> ConceptRow.source(concept), where);
      assertRefusedOrDecodes(() -> AssociationRow.decode(key, edge), where);
    }
  }

  private static void assertRefusedOrDecodes(Runnable decoding, String where) {
    try {
      decoding.run();
    } catch (RowFormatException e) {
      assertTrue(e.getMessage() != null, where);
    } catch (RuntimeException e) {
      throw new AssertionError(where, e);
    }
  }

  @Test
  void keysThatAreNotUtf8AreRefused() {
    byte[] malformed = {RowKeys.CONCEPT, 'a', (byte) 0xff};
    RowFormatException refusal =
        assertThrows(RowFormatException.class, () -> RowKeys.checkedConceptId(malformed));
    assertTrue(String.valueOf(refusal.getMessage()).contains("not UTF-8"));
    byte[] empty = {RowKeys.CONCEPT};
    assertThrows(RowFormatException.class, () -> RowKeys.checkedConceptId(empty));
    byte[] value = AssociationRow.encode(EDGE, null);
    byte[] edge = RowKeys.edgeOut("aa", "TT", "bb");
    for (int at : new int[] {2, 5, 8}) {
      byte[] damaged = edge.clone();
      damaged[at] = (byte) 0xff;
      assertThrows(RowFormatException.class, () -> AssociationRow.decode(damaged, value));
    }
    // The character that stands for malformed bytes is itself a valid one.
    assertEquals("\uFFFD", RowKeys.checkedConceptId(RowKeys.concept("\uFFFD")));
  }

  @Test
  void keysSortByKeyspaceAndIdAndAfterBoundsAPrefix() {
    byte[] prefix = RowKeys.edges(RowKeys.EDGE_OUT, "a");
    byte[] first = RowKeys.edgeOut("a", "T", "b");
    byte[] other = RowKeys.edgeOut("aa", "T", "b");
    assertTrue(Arrays.compareUnsigned(prefix, first) < 0);
    assertTrue(Arrays.compareUnsigned(first, RowKeys.after(prefix)) < 0);
    assertTrue(Arrays.compareUnsigned(other, RowKeys.after(prefix)) >= 0);
    assertTrue(Arrays.compareUnsigned(RowKeys.concept("\uFFFD"), first) < 0);
    assertArrayEquals(
        new byte[] {1, 3}, RowKeys.after(new byte[] {1, 2, (byte) 0xff, (byte) 0xff}));
    assertEquals("größe", new String(RowKeys.concept("größe"), 1, 7, UTF_8));
  }
}
