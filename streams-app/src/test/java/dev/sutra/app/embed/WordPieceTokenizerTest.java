package dev.sutra.app.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.sutra.app.wordnet.Synset;
import dev.sutra.app.wordnet.WordNet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Holds the tokenizer to Hugging Face's own, which runs from a native library. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WordPieceTokenizerTest {
  private static final int IDS_MAX = 256;

  private static final List<String> TEXTS =
      List.of(
          "",
          "   \t\r\n  ",
          "A young dog.",
          "Café, naïve, Ångström, e\u0301, \u0301alone",
          "İstanbul ΣΊΣΥΦΟΣ Straße ǅ",
          "漢字とかな交じり文 豈 한국어 텍스트",
          "don't-stop_me@now.com $5.00 ~`^|<>=+",
          "a\u00a0b\u2003c\u3000d\u000be\u000cf\u0085g\u2028h",
          "zero\u200bwidth\u200djoiner\ufeff soft\u00adhyphen \ue000 \u0000nul \ufffd",
          "🐕 dog 👩‍👩‍👧 \uD83E\uDEE0",
          "“quotes” – dash — … ¿qué? «non» 「括弧」 § ¶ ©",
          "x".repeat(100),
          "x".repeat(101),
          "supercalifragilisticexpialidocious antidisestablishmentarianism",
          "word ".repeat(400),
          "१२३ ४५ ไทย עברית العربية हिन्दी");

  /**
   * Where Unicode has not changed a category since version 8, from which the oracle's tables are;
   * elsewhere some 600 characters of rare scripts are marks or punctuation only to newer tables.
   */
  private static final int[][] RANGES = {
    {1, 0x5FF},
    {0x1E00, 0x2BFF},
    {0x3000, 0x9FFF},
    {0xAC00, 0xD7A3},
    {0xE000, 0xFFFF},
    {0x1F300, 0x1FAFF},
    {0x20000, 0x2FA1F}
  };

  private HuggingFaceTokenizer oracle;
  private WordPieceTokenizer tokenizer;

  @BeforeAll
  void open(@TempDir Path cache) throws IOException {
    // It must neither fetch anything nor call home, and must unpack where it is cleared up.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("DJL_CACHE_DIR", cache.toString());
    try (InputStream json = MiniLmEmbedder.openTokenizer()) {
      oracle =
          HuggingFaceTokenizer.newInstance(
              json,
              Map.of(
                  "padding", "false",
                  "truncation", "true",
                  "maxLength", Integer.toString(IDS_MAX)));
    }
    try (InputStream json = MiniLmEmbedder.openTokenizer()) {
      tokenizer = WordPieceTokenizer.read(json);
    }
  }

  @AfterAll
  void close() {
    oracle.close();
  }

  private void assertSame(String text, String message) {
    assertArrayEquals(oracle.encode(text).getIds(), tokenizer.encode(text, IDS_MAX), message);
  }

  @Test
  void chosenTextsHaveTheOraclesIds() {
    for (String text : TEXTS) {
      assertSame(text, text);
    }
  }

  @Test
  void textsOfWordNetHaveTheOraclesIds() throws IOException {
    List<Synset> synsets = WordNet.load().synsets();
    for (int i = 0; i < synsets.size(); i += 40) {
      assertSame(synsets.get(i).text(), synsets.get(i).id());
    }
  }

  @Test
  void eachCharacterHasTheOraclesIds() {
    for (int[] range : RANGES) {
      for (int c = range[0]; c <= range[1]; c++) {
        String character = Character.toString(c);
        assertSame("dog" + character + "cat " + character, "character " + Integer.toHexString(c));
      }
    }
  }

  @Test
  void randomTextsHaveTheOraclesIds() {
    long seed = 20_251;
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      String text = randomText(random);
      assertSame(text, "seed " + seed + ", text " + i + ": " + text);
    }
  }

  /** Mostly English letters, with characters of many scripts, marks and blanks between them. */
  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(60);
    while (text.length() < length) {
      switch (random.nextInt(4)) {
        case 0 -> text.append(' ');
        case 1 -> {
          int[] range = RANGES[random.nextInt(RANGES.length)];
          text.appendCodePoint(range[0] + random.nextInt(range[1] - range[0] + 1));
        }
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }

  @Test
  void aControlTokenInATextIsPlainText() {
    long[] plain = tokenizer.encode("[ sep ]", IDS_MAX);

    assertArrayEquals(plain, tokenizer.encode("[SEP]", IDS_MAX));
  }

  @Test
  void idsAreCutAtTheLimitBetweenBothEnds() {
    long[] ids = tokenizer.encode("dog cat ".repeat(100_000), 8);

    assertEquals(8, ids.length);
    assertEquals(101, ids[0]);
    assertEquals(102, ids[7]);
  }

  @Test
  void aFileWithoutVocabularyIsRefused() {
    byte[] json = "{\"model\":{}}".getBytes(StandardCharsets.UTF_8);

    IOException e =
        assertThrows(
            IOException.class, () -> WordPieceTokenizer.read(new ByteArrayInputStream(json)));
    assertEquals("the tokenizer's vocabulary lacks [UNK]", e.getMessage());
  }
}
