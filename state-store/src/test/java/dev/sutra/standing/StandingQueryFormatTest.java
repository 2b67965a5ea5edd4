package dev.sutra.standing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.standing.StandingQuery.Edge;
import dev.sutra.standing.StandingQuery.Near;
import dev.sutra.standing.StandingQuery.Text;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StandingQueryFormatTest {
  private static final List<StandingQuery> QUERIES =
      List.of(
          new StandingQuery(new Text("river \"to the sea\" mount*", false)),
          new StandingQuery(new Text("Straße 日本", true)),
          new StandingQuery(
              new Near(new float[] {1, -0.5f, 1e-20f}, 0.75f),
              new ConceptFilter(
                  Map.of("s", "x", "l", 5L, "d", 0.5, "b", true), -1, Long.MAX_VALUE, "doc/")),
          new StandingQuery(
              new Text("sea", false),
              ConceptFilter.parse("size > 5 and (lang in (de, en) or not exists(\"ö \\\"\"))")),
          new StandingQuery(new Edge("CAUSAL", null, "b", 0.5f)),
          new StandingQuery(new Edge(null, "a", null, 0)));

  /** Written by version 1; must stay readable. */
  private static final String VERSION_1 =
      "01030002"
          + "3f800000"
          + "bf000000"
          + "3f400000"
          + "0000000000000001"
          + "0000000000000002"
          + "010003"
          + "646f63"
          + "01"
          + "00016e"
          + "02"
          + "0000000000000007";

  @Test
  void queriesComeBack() {
    for (StandingQuery query : QUERIES) {
      assertEquals(query, StandingQueryFormat.decode(StandingQueryFormat.encode(query)));
    }
  }

  @Test
  void bytesOfVersion1AreRead() {
    byte[] golden = HexFormat.of().parseHex(VERSION_1);
    StandingQuery query =
        new StandingQuery(
            new Near(new float[] {1, -0.5f}, 0.75f),
            new ConceptFilter(Map.of("n", 7L), 1, 2, "doc"));
    assertEquals(query, StandingQueryFormat.decode(golden));
    assertEquals(VERSION_1, HexFormat.of().formatHex(StandingQueryFormat.encode(query)));
  }

  @Test
  void bytesOfVersion2AreRead() {
    StandingQuery query =
        new StandingQuery(new Text("sea", true), ConceptFilter.parse("a > 1 or b = x"));
    String golden =
        "0202"
            + "0003736561"
            + "0000000e"
            + HexFormat.of().formatHex("a > 1 or b = x".getBytes(UTF_8));
    assertEquals(query, StandingQueryFormat.decode(HexFormat.of().parseHex(golden)));
    assertEquals(golden, HexFormat.of().formatHex(StandingQueryFormat.encode(query)));
  }

  @Test
  void aFilterThatAsksForAssociationsIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new StandingQuery(new Text("sea", true), ConceptFilter.parse("not has(PART)")));
  }

  @Test
  void damagedBytesAreRefused() {
    Random random = new Random(1);
    for (StandingQuery query : QUERIES) {
      byte[] bytes = StandingQueryFormat.encode(query);
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThrows(IllegalArgumentException.class, () -> StandingQueryFormat.decode(cut));
      }
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThrows(IllegalArgumentException.class, () -> StandingQueryFormat.decode(longer));
      for (int i = 0; i < 500; i++) {
        byte[] damaged = bytes.clone();
        damaged[random.nextInt(bytes.length)] = (byte) random.nextInt();
        try {
          StandingQueryFormat.decode(damaged);
        } catch (IllegalArgumentException e) {
          // Every failure is of this kind.
          assertEquals(IllegalArgumentException.class, e.getClass());
        }
      }
    }
    assertThrows(
        IllegalArgumentException.class, () -> StandingQueryFormat.decode(new byte[] {3, 1}));
  }
}
