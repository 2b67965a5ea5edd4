package dev.sutra.text.analysis;

/** What tests of other packages need of the analysis. */
public final class AnalysisFixtures {
  /** Text in many languages. */
  public static final String TEXT =
      """
      The dogs' owners weren't RUNNING; it's Dr. O'Neil's 3.14 node.js relational hopping at
      10.0.0.1.
      L'avion d'une école, qu'il l'a vu; aujourd'hui les chevaux nationaux étaient à l'hôtel.
      L'amico dell'uomo c'è un'altra città, gl'italiani e degl'altri ragazzi.
      Die Häuser für die Bücher, daß der Fußweg größer wär als früher, Maedchen und Quelle.
      De fietsen en bromfietsen van het kind, eieren, kinderen lopen. Ei fiets kinderen
      mogelijkheden.
      Hästarna och flickorna springer. Hestene løper fort på fjellet. Hundene løber i skoven.
      Kissat juoksevat talossa nopeasti. A kutyák gyorsan futnak az erdőben, házakban.
      Los niños corrían por las ciudades españolas. As meninas corriam pelas cidades avós.
      Copiii aleargă și mănâncă în oraşele frumoase ţară. Koně běží rychle po loukách.
      Türkiye'nin İstanbul'daki ILIK evleri, kitapların. Anak-anak membeli buku-bukunya dengan
      berlari.
      Собаки быстро бегают по зелёным лесам. Οι σκύλοι τρέχουν γρήγορα στους δρόμους ΟΔΟΣ.
      الكلاب تجري بسرعة في الغابات الكبيرة ٣٤. लड़कियाँ क़लमें घरों में तेज़ी से दौड़ती हैं १२.
      東京都の犬 and 犬 the 走る ｶﾞｷﾞ 한국어 문장입니다. กรุงเทพ
      """;

  private AnalysisFixtures() {}

  /** Folds as the analyzers do. */
  public static String fold(String text, boolean turkish) {
    return UnicodeFolding.fold(text, turkish);
  }
}
