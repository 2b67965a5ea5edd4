package dev.sutra.text.analysis;

import com.ibm.icu.text.Normalizer2;

/**
 * Normalizes text before it is split into words: Unicode NFKC_Casefold (UAX #15 and chapter 3.13 of
 * the standard, implemented by ICU). It unifies composed and decomposed accents, full and half
 * width, ligatures, and case, and removes invisible characters (soft hyphens, joiners, variation
 * selectors, byte order marks). Accents are kept.
 *
 * <p>Beyond that:
 *
 * <ul>
 *   <li>Typographic apostrophes become {@code '}.
 *   <li>A zero-width space separates words, as in Thai or Khmer; the standard would remove it.
 *   <li>Trade mark signs separate words; otherwise {@code Sutra™} would become the word {@code
 *       sutratm}.
 *   <li>A combining dot above i is removed: the lower case of İ is i, as in Lucene.
 *   <li>In Turkish, the lower case of I is ı.
 * </ul>
 *
 * <p>ASCII text is returned unchanged; the analyzer converts its case.
 */
final class UnicodeFolding {
  private static final char DOT_ABOVE = '\u0307';

  private UnicodeFolding() {}

  static String fold(String text, boolean turkish) {
    if (isAscii(text)) {
      return text;
    }
    String prepared = replaceSigns(text);
    if (turkish) {
      prepared = toTurkishLowerCase(Icu.NFKC.normalize(prepared));
    }
    return withoutDots(Icu.NFKC_CASEFOLD.normalize(prepared));
  }

  /** Whether a character is folded independently of the text before it. */
  static boolean startsPart(int character) {
    return character < 0x80
        || (Icu.NFKC_CASEFOLD.hasBoundaryBefore(character)
            && Icu.NFKC.hasBoundaryBefore(character));
  }

  private static boolean isAscii(String text) {
    int all = 0;
    for (int i = 0; i < text.length(); i++) {
      all |= text.charAt(i);
    }
    return all < 0x80;
  }

  private static String replaceSigns(String text) {
    StringBuilder replaced = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        // Quotation marks used as apostrophes, the letter apostrophe, the okina.
        case '\u2018', '\u2019', '\u201b', '\u02bc', '\u02bb' -> replaced.setCharAt(i, '\'');
        case '\u200b', '\u2120', '\u2122' -> replaced.setCharAt(i, ' ');
        default -> {
          // Stays.
        }
      }
    }
    return replaced.toString();
  }

  private static String toTurkishLowerCase(String text) {
    return text.replace('I', '\u0131').replace('\u0130', 'i');
  }

  private static String withoutDots(String text) {
    return text.indexOf(DOT_ABOVE) < 0 ? text : text.replace("i" + DOT_ABOVE, "i");
  }

  /** Loaded when the first non-ASCII text is folded. */
  private static final class Icu {
    static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
    static final Normalizer2 NFKC_CASEFOLD = Normalizer2.getNFKCCasefoldInstance();
  }
}
