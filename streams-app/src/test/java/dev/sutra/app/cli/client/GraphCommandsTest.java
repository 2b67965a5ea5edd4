package dev.sutra.app.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The commands that walk over associations. */
final class GraphCommandsTest extends ClientCommandsCase {
  @Test
  void neighborsOfMoreStepsShowTheirPath() {
    assertEquals(
        """
        DISTANCE  SCORE   ID      PATH                                TEXT
        1         1.0000  dog     -hypernym-> dog                     domestic dog
        2         0.7500  animal  -hypernym-> dog -hypernym-> animal
        2         0.2500  cat     -hypernym-> dog -likes-> cat        domestic cat
        """,
        ask("neighbors", "puppy", "--depth", "2"));
    String in = ask("neighbors", "animal", "--depth", "2", "--direction", "in");
    assertTrue(in.contains("<-hypernym- dog <-hypernym- puppy"), in);
    String typed =
        ask("neighbors", "puppy", "--depth", "2", "--type", "hypernym", "--type", "likes");
    assertTrue(typed.contains("cat"), typed);
    assertFalse(ask("neighbors", "puppy", "--depth", "2", "--min-weight", ".5").contains("cat"));
    // The way to the others leads through the dog.
    assertEquals(
        "nothing found\n", ask("neighbors", "puppy", "--depth", "2", "--filter", "not id = dog"));
    String cats = ask("neighbors", "dog", "--type", "likes", "--type", "hates");
    assertTrue(cats.contains("1         0.2500  cat"), cats);
    String cut = ask("neighbors", "puppy", "--depth", "2", "--max-edges", "1");
    assertTrue(cut.endsWith("cut by edges after 1 associations: there may be more\n"), cut);
  }

  @Test
  void pathsAreLines() {
    assertEquals(
        """
        LENGTH  SCORE   PATH
        2       0.2500  puppy -hypernym-> dog -likes-> cat
        """,
        ask("paths", "puppy", "cat"));
    String back =
        ask("paths", "cat", "animal", "--direction", "both", "-k", "3", "--by", "strength");
    assertTrue(back.contains("cat <-likes- dog -hypernym-> animal"), back);
    assertEquals("nothing found\n", ask("paths", "puppy", "cat", "--max-depth", "1"));
    assertEquals("nothing found\n", ask("paths", "puppy", "cat", "--type", "hypernym"));
    assertEquals(
        """
        nothing found
        cut by edges after 1 associations: there may be more
        """,
        ask("paths", "puppy", "cat", "--max-edges", "1"));
  }

  @Test
  void hybridShowsTheRanks() {
    String shown = ask("hybrid", "a", "dog", "--id", "cat", "--fusion", "linear", "--limit", "1");
    assertEquals(
        """
        SCORE   BY TEXT  VECTOR  GRAPH  ID   TEXT
        4.2000  1                       dog  domestic dog
        more: --cursor 1
        """,
        shown);
  }

  @Test
  void hybridWeighsAndBoosts() {
    // Twice the weight, or no age worth the name, double a score of 1 / 61.
    String weighed =
        ask("hybrid", "dog", "--fusion=rrf", "--weight=text=2", "--weight=graph=.5", "--limit=1");
    assertTrue(weighed.contains("0.0328  1"), weighed);
    String boosted =
        ask(
            "hybrid",
            "dog",
            "--fusion=rrf",
            "--boost-strength=0",
            "--boost-recency=1",
            "--half-life-ms=9000000000000000000",
            "--limit=1");
    assertTrue(boosted.contains("0.0328  1"), boosted);
    assertEquals(1, run("hybrid", "dog", "--depth", "0", "--url", rest.url().toString()));
    assertTrue(err.toString().contains("depth is 0; 1 to 10000 is allowed"), err.toString());
    assertEquals(1, run("hybrid", "dog", "--weight", "words=2", "--url", rest.url().toString()));
    assertTrue(err.toString().contains("weights"), err.toString());
  }

  @Test
  void expandListsRelatedConcepts() {
    assertEquals(
        """
        SCORE   DISTANCE  ID   TEXT
        1.5000  1         dog  domestic dog
        """,
        ask("expand", "puppy", "cat", "--weights", "2,1", "--depth", "1", "--decay", "0.5"));
    String out =
        ask(
            "expand",
            "puppy",
            "--direction",
            "out",
            "--type",
            "hypernym",
            "--min-weight",
            "0.1",
            "--max-edges",
            "100",
            "--limit",
            "1");
    assertTrue(out.contains("dog") && !out.contains("cat") && !out.contains("animal"), out);
  }
}
