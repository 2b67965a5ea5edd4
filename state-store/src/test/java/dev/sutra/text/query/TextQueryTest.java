package dev.sutra.text.query;

import static dev.sutra.text.query.TextQuery.Mode.OR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.query.TextQuery.Clause;
import dev.sutra.text.query.TextQuery.Phrase;
import dev.sutra.text.query.TextQuery.Prefix;
import dev.sutra.text.query.TextQuery.Term;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextQueryTest {
  private final TextAnalyzer english = TextAnalyzer.named("english");

  private List<Clause> clauses(String text) {
    return TextQueryParser.parse(text, english, OR).clauses();
  }

  @Test
  void wordsBecomeTermsOnce() {
    assertEquals(List.of(new Term("dog"), new Term("run")), clauses("The dogs running, dog"));
  }

  @Test
  void quotesMakeAPhraseThatKeepsTheGapsOfStopWords() {
    assertEquals(
        List.of(
            new Term("red"),
            new Phrase(List.of("bank", "england"), List.of(0, 2)),
            new Term("fish")),
        clauses("red \"the Bank of England\"fish"));
  }

  @Test
  void phraseOfOneWordIsATerm() {
    assertEquals(List.of(new Term("dog")), clauses("\"the dogs\""));
  }

  @Test
  void openQuoteReachesToTheEnd() {
    assertEquals(List.of(new Phrase(List.of("red", "fish"), List.of(0, 1))), clauses("\"red fish"));
  }

  @Test
  void starMakesAPrefixOfTheWordBeforeIt() {
    assertEquals(
        List.of(
            new Term("red"),
            new Prefix(List.of("running"), ""),
            new Prefix(List.of("blue", "fi"), "")),
        clauses("red Running* blue-fi*"));
    assertEquals(List.of(new Prefix(List.of("prä"), "")), clauses("PRÄ*"));
  }

  @Test
  void starWithoutAWordOrWithinOneMeansNothing() {
    assertEquals(List.of(), clauses("* ** \"\" \"*\" -*"));
    assertEquals(List.of(new Term("b"), new Term("c")), clauses("b*c"));
  }

  @Test
  void stopWordsAloneAreAnEmptyQuery() {
    assertEquals(List.of(), clauses("the of"));
    assertEquals(List.of(), clauses(""));
    assertEquals(List.of(), clauses("\""));
  }

  @Test
  void wordsThatNothingIsLookedForByAreTold() {
    assertEquals(List.of("the", "of"), ignored("the Of the"));
    assertEquals(List.of("the"), ignored("the dog"));
    assertEquals(List.of("to", "be", "or", "not"), ignored("\"to be or not to be\""));
    assertEquals(List.of(), ignored("the*"));
    assertEquals(List.of("?!", "..."), ignored(" ?! ... "));
    assertEquals(List.of("*"), ignored("*"));
    assertEquals(List.of(), ignored("red ?!"));
    assertEquals(List.of(), ignored(""));
  }

  private List<String> ignored(String text) {
    return TextQueryParser.parse(text, english, TextQuery.Mode.OR).ignored();
  }

  @Test
  void aBeginningKeepsTheSignsBehindItsLastWord() {
    assertEquals(List.of(new Prefix(List.of("192.168"), ".")), clauses("192.168.*"));
    assertEquals(
        List.of(new Prefix(List.of("bob.smith", "example.c"), "")),
        clauses("bob.smith@Example.c*"));
    assertEquals(List.of(new Prefix(List.of("don't"), "")), clauses("don’t*"));
  }

  @Test
  void tooMuchIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> clauses("x".repeat(TextQuery.CHARACTERS_MAX + 1)));
    StringBuilder words = new StringBuilder();
    for (int i = 0; i <= TextQuery.TERMS_MAX; i++) {
      words.append("w").append(i).append(' ');
    }
    assertThrows(IllegalArgumentException.class, () -> clauses(words.toString()));
    assertThrows(IllegalArgumentException.class, () -> clauses("a* b* c* d* e* f* g* h* i*"));
    assertThrows(IllegalArgumentException.class, () -> new Phrase(List.of("a"), List.of()));
  }
}
