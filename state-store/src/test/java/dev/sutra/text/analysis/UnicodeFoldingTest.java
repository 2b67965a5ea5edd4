package dev.sutra.text.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UnicodeFoldingTest {
  private static Iterable<String> names() {
    return TextAnalyzer.names();
  }

  static List<String> terms(String analyzer, String text) {
    List<String> terms = new ArrayList<>();
    TextAnalyzer.named(analyzer)
        .analyze(
            text,
            (bytes, offset, length, position) ->
                terms.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
    return terms;
  }

  @ParameterizedTest
  @MethodSource("names")
  void equivalentSpellingsGiveTheSameTermsInEveryLanguage(String analyzer) {
    List<String> texts =
        List.of(
            "café résumé naïve",
            "Größe über Mädchen",
            "příliš žluťoučký kůň",
            "İstanbul'da ılık",
            "καλημέρα κόσμε",
            "ёлка йод",
            "한국어 문장",
            "हिन्दी क़लम",
            "العربية آخر",
            "ガギグ パピプ");
    for (String text : texts) {
      List<String> composed = terms(analyzer, Normalizer.normalize(text, Normalizer.Form.NFC));
      assertEquals(composed, terms(analyzer, Normalizer.normalize(text, Normalizer.Form.NFD)));
      assertEquals(composed, terms(analyzer, Normalizer.normalize(text, Normalizer.Form.NFKC)));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void compatibleFormsGiveTheSameTermsInEveryLanguage(String analyzer) {
    assertEquals(terms(analyzer, "full width"), terms(analyzer, "ｆｕｌｌ　ｗｉｄｔｈ"));
    assertEquals(terms(analyzer, "file office"), terms(analyzer, "ﬁle oﬃce"));
    assertEquals(terms(analyzer, "cooperate"), terms(analyzer, "co\u00adoper\u00adate"));
    assertEquals(terms(analyzer, "d'avion can't"), terms(analyzer, "d’avion canʼt"));
    assertEquals(terms(analyzer, "well-known"), terms(analyzer, "well‑known"));
    assertEquals(terms(analyzer, "well-known"), terms(analyzer, "well‐known"));
    assertEquals(terms(analyzer, "می\u200cخواهم"), terms(analyzer, "میخواهم"));
    assertEquals(terms(analyzer, "plain"), terms(analyzer, "\ufeffpl\u2060ain"));
  }

  @ParameterizedTest
  @CsvSource({
    "STRASSE, straße", "ΟΔΟΣ, οδος", "ΟΔΟΣ, οδοσ", "istanbul, İstanbul", "istanbul, i\u0307stanbul",
    "Sutra cat, Sutra™cat", "a b, a\u200bb", "ss, ẞ", "x2, x²", "キロ, ㌔"
  })
  void theseAreTheSame(String expected, String text) {
    assertEquals(terms("standard", expected), terms("standard", text));
  }

  @Test
  void turkishKnowsTwoLettersI() {
    assertEquals(terms("turkish", "ılık"), terms("turkish", "ILIK"));
    assertEquals(terms("turkish", "ılık çay"), terms("turkish", "ILIK ÇAY"));
    assertEquals(terms("turkish", "için çay"), terms("turkish", "İÇİN ÇAY"));
    assertEquals(terms("turkish", "İzmir"), terms("turkish", "I\u0307zmir"));
    assertEquals(List.of("i", "ı"), terms("standard", "I ı"));
  }

  @Test
  void accentsFollowTheLanguage() {
    assertEquals(List.of("café", "cafe"), terms("english", "café cafe"));
    assertEquals(terms("german", "bucher"), terms("german", "bücher"));
    assertEquals(terms("greek", "καλημερα"), terms("greek", "καλημέρα"));
  }

  @Test
  void asciiIsNotCopied() {
    String text = "Plain text, of 1990";
    assertSame(text, UnicodeFolding.fold(text, false));
  }
}
