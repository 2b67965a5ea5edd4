package dev.sutra.app.wordnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.wordnet.Synset.Pointer;
import java.util.List;
import org.junit.jupiter.api.Test;

class SynsetParserTest {
  private final SynsetParser parser = new SynsetParser();

  @Test
  void verbFramesAreNotPointers() {
    Synset respire =
        parser.parse(
            "00002573 29 v 01 respire 2 003 $ 00001740 v 0000 @ 00001740 v 0000"
                + " + 03121972 a 0101 01 + 02 00 | breathe easily again  ",
            'v',
            "verb");

    assertEquals(
        new Synset(
            "v00002573",
            "verb",
            "verb.body",
            List.of("respire"),
            "breathe easily again",
            List.of(
                new Pointer("verb_group", "v00001740"),
                new Pointer("hypernym", "v00001740"),
                new Pointer("derivationally_related", "a03121972"))),
        respire);
  }

  @Test
  void pointersOfSeveralWordsCountOnce() {
    Synset synset =
        parser.parse(
            "00000001 04 n 02 a_b 0 c 0 003 + 00000002 v 0101 + 00000002 v 0201"
                + " + 00000003 s 0101 | gloss",
            'n',
            "noun");

    assertEquals(
        List.of(
            new Pointer("derivationally_related", "v00000002"),
            new Pointer("derivationally_related", "a00000003")),
        synset.pointers());
    assertEquals("a b, c: gloss", synset.text());
  }

  @Test
  void damagedLinesAreRefused() {
    for (String line :
        List.of(
            "",
            "00000001",
            "00000001 04 n 01 a 0 000",
            "00000001 99 n 01 a 0 000 | gloss",
            "00000001 04 n xx a 0 000 | gloss",
            "00000001 04 n 01 a 0 001 | gloss",
            "00000001 04 n 01 a 0 001 ? 00000002 n 0000 | gloss")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> parser.parse(line, 'n', "noun"), line);
      assertTrue(String.valueOf(e.getMessage()).contains("WordNet's data"), e.getMessage());
    }
  }
}
