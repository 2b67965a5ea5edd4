package dev.sutra.text.analysis;

import com.ibm.icu.text.Normalizer2;

/**
 * Gives spellings that differ in their code points only one form, before a text is cut into words:
 * NFKC_Casefold of Unicode (UAX #15 and chapter 3.13 of the standard; by ICU). Composed and
 * decomposed accents, full width and half width, ligatures and case become the same; what is never
 * shown (soft hyphens, joiners, variation selectors, byte order marks) is removed. Accents stay.
 *
 * <p>Beyond that:
 *
 * <ul>
 *   <li>Typographic apostrophes become {@code '}.
 *   <li>A zero-width space parts words, as it does in Thai or Khmer; the standard would remove it.
 *   <li>Trade mark signs part words; else {@code Sutra™} would be the word {@code sutratm}.
 *   <li>A dot above an i is left out: the lower case of İ is i, as it is in Lucene.
 *   <li>In Turkish, the lower case of I is ı.
 * </ul>
 *
 * <p>A text of ASCII is returned as it is: its case is left to the analyzer.
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

  /** Loaded with the first text that is not ASCII. */
  private static final class Icu {
    static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
    static final Normalizer2 NFKC_CASEFOLD = Normalizer2.getNFKCCasefoldInstance();
  }
}
