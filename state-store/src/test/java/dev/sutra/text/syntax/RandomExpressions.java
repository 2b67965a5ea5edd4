package dev.sutra.text.syntax;

import dev.sutra.text.TextFixtures;
import dev.sutra.text.syntax.TextExpression.Group;
import dev.sutra.text.syntax.TextExpression.Occur;
import dev.sutra.text.syntax.TextExpression.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random expressions over the words of {@link TextFixtures}. */
public final class RandomExpressions {
  private RandomExpressions() {}

  /** A group of one to four parts, nested at most so deep. */
  public static TextExpression group(Random random, int vocabulary, int depth) {
    List<Part> parts = new ArrayList<>();
    int size = 1 + random.nextInt(4);
    for (int i = 0; i < size; i++) {
      Occur occur =
          switch (random.nextInt(6)) {
            case 0, 1 -> Occur.MUST;
            case 2 -> i == 0 ? Occur.SHOULD : Occur.NOT;
            default -> Occur.SHOULD;
          };
      parts.add(new Part(occur, part(random, vocabulary, depth)));
    }
    return new Group(parts);
  }

  private static TextExpression part(Random random, int vocabulary, int depth) {
    TextExpression part =
        depth > 0 && random.nextInt(3) == 0
            ? group(random, vocabulary, depth - 1)
            : leaf(random, vocabulary);
    return random.nextInt(4) == 0 ? part.boosted((1 + random.nextInt(40)) / 8.0) : part;
  }

  private static TextExpression leaf(Random random, int vocabulary) {
    String word = word(random, vocabulary);
    return switch (random.nextInt(11)) {
      case 0 -> TextExpression.prefix(word.substring(0, 1 + random.nextInt(word.length())));
      case 1 -> TextExpression.phrase(word + " " + word(random, vocabulary));
      case 2, 3 ->
          TextExpression.phrase(
              word + " " + word(random, 5) + " " + (random.nextBoolean() ? word : ""),
              random.nextInt(5));
      case 5 -> TextExpression.fuzzy(word, 1 + random.nextInt(2));
      case 4 -> TextExpression.word(word + "-" + word(random, vocabulary));
      default -> TextExpression.word(word);
    };
  }

  private static String word(Random random, int vocabulary) {
    return TextFixtures.word((int) (Math.pow(random.nextDouble(), 2) * vocabulary * 1.1));
  }
}
