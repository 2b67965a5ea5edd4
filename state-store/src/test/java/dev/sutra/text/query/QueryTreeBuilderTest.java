package dev.sutra.text.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.query.QueryTree.Fuzzy;
import dev.sutra.text.query.QueryTree.Group;
import dev.sutra.text.query.QueryTree.Leaf;
import dev.sutra.text.query.QueryTree.Node;
import dev.sutra.text.query.TextQuery.Clause;
import dev.sutra.text.query.TextQuery.Phrase;
import dev.sutra.text.query.TextQuery.Prefix;
import dev.sutra.text.query.TextQuery.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTreeBuilderTest {
  private final TextAnalyzer english = TextAnalyzer.named("english");

  private QueryTree parse(String text) {
    return QueryTreeBuilder.parse(text, english, false);
  }

  private static List<Node> leaves(Clause... clauses) {
    return Stream.of(clauses).map(clause -> (Node) new Leaf(clause, 1)).toList();
  }

  private static List<Node> terms(String... terms) {
    return leaves(Stream.of(terms).map(Term::new).toArray(Clause[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The dogs running, dog",
        "red \"the Bank of England\" fish",
        "red Running* blue-fi* pr\u00e4*",
        "wi-fi C++ a-b foo:bar user@example.com -",
        "the of",
        "?! ...",
        "\u6771\u4eac\u90fd cafe\u0301s"
      })
  void wordsWithoutOperatorsAreReadAsPlainText(String text) {
    for (String name : TextAnalyzer.names()) {
      TextAnalyzer analyzer = TextAnalyzer.named(name);
      assertEquals(
          QueryTree.of(TextQueryParser.parse(text, analyzer, TextQuery.Mode.OR)),
          QueryTreeBuilder.parse(text, analyzer, false),
          name);
    }
  }

  @Test
  void operatorsCombineTerms() {
    assertEquals(
        new Group(terms("dog"), terms("wolf"), terms("cat")), parse("+dogs -cats wolf").root());
    assertEquals(
        new Group(terms("dog", "wolf", "cat"), List.of(), List.of()),
        parse("dog AND (wolf AND cat)").root());
    assertEquals(
        new Group(List.of(), terms("dog", "wolf", "cat"), List.of()),
        parse("dog (wolf OR (cat))").root());
  }

  @Test
  void aRequiredOrExcludedWordOfSeveralPartsIsAPhrase() {
    List<Node> phrase = leaves(new Phrase(List.of("wi", "fi"), List.of(0, 1)));
    assertEquals(new Group(List.of(), phrase, List.of()), parse("+wi-fi").root());
    assertEquals(
        new Group(List.of(phrase.getFirst(), terms("dog").getFirst()), List.of(), List.of()),
        parse("wi-fi AND dog").root());
    assertEquals(new Group(terms("dog"), List.of(), phrase), parse("+dog -wi-fi").root());
    assertEquals(new Group(List.of(), terms("wi", "fi"), List.of()), parse("wi-fi").root());
  }

  @Test
  void boostsMultiply() {
    assertEquals(
        new Group(
            List.of(),
            List.of(new Leaf(new Term("dog"), 6), new Leaf(new Term("cat"), 3)),
            List.of()),
        parse("(dog^2 cat)^3").root());
  }

  @Test
  void fuzzyWordsAreComparedAsTheyAreSpelled() {
    assertEquals(
        List.of(new Fuzzy("runing", 1, "rune", 1), new Fuzzy("dogs", 1, "dog", 2)),
        parse("runing~1 dogs~^2").root().should());
    assertEquals(List.of(new Fuzzy("the", 2, null, 1)), parse("the~2").root().should());
    assertEquals(terms("dog", "go"), parse("dogs~0 go~").root().should());
    assertEquals(
        List.of(new Fuzzy("wi", 1, "wi", 1), new Fuzzy("fi", 1, "fi", 1)),
        parse("dog AND wi-fi~1").root().must().subList(1, 3));
  }

  @Test
  void plainWordsAreFuzzyOnDemand() {
    String text = "The dgo wi-fi go runing \"red fish\" hous*";
    for (boolean all : new boolean[] {false, true}) {
      Group root = QueryTreeBuilder.plain(text, english, true, all).root();
      List<Node> expected = new ArrayList<>();
      expected.add(new Fuzzy("dgo", 1, "dgo", 1));
      expected.addAll(terms("wi", "fi", "go"));
      expected.add(new Fuzzy("runing", 2, "rune", 1));
      expected.addAll(
          leaves(
              new Phrase(List.of("red", "fish"), List.of(0, 1)), new Prefix(List.of("hous"), "")));
      assertEquals(expected, all ? root.must() : root.should());
    }
    QueryTree query = QueryTreeBuilder.parse("+dgo -(cta dgo)", english, true);
    assertEquals(List.of(new Fuzzy("dgo", 1, "dgo", 1)), query.root().must());
    assertEquals(List.of(new Group(List.of(), terms("cta", "dgo"), List.of())), query.root().not());
  }

  @Test
  void stopWordsAreIgnoredWithTheirOperators() {
    QueryTree tree = parse("+the dog AND of");
    assertEquals(new Group(List.of(), terms("dog"), List.of()), tree.root());
    assertEquals(List.of("the", "of"), tree.ignored());
    assertEquals(List.of("the"), parse("+the -dog").ignored());
  }

  @Test
  void whatOnlyExcludesAfterItsStopWordsFindsNothing() {
    assertEquals(new Group(List.of(), List.of(), List.of()), parse("+the -dog").root());
  }

  @Test
  void prefixesAndPhrasesKeepTheirForm() {
    assertEquals(
        leaves(new Prefix(List.of("running"), ""), new Phrase(List.of("a", "b"), List.of(0, 1), 3)),
        QueryTreeBuilder.parse("running* \"a b\"~3", TextAnalyzer.named("standard"), false)
            .root()
            .should());
  }

  @Test
  void tooMuchIsRefused() {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i <= TextQuery.TERMS_MAX; i++) {
      words.append("+w").append(i).append(" (");
    }
    String many = words.toString().replace("(", "");
    assertThrows(IllegalArgumentException.class, () -> parse(many));
    assertThrows(IllegalArgumentException.class, () -> parse("x -a* -b* c* d* e* f* (g* h* -i*)"));
    String fuzzy = many.replace(" ", "~2 ");
    assertThrows(IllegalArgumentException.class, () -> parse(fuzzy.substring(0, 300)));
    assertThrows(
        IllegalArgumentException.class, () -> parse("x".repeat(TextQuery.CHARACTERS_MAX + 1)));
  }
}
