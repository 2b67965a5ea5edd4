package dev.sutra.bench.vectors;

import dev.sutra.app.wordnet.Synset;
import dev.sutra.app.wordnet.WordNet;
import dev.sutra.bench.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * WordNet's glosses as vectors of all-MiniLM-L6-v2, 384 components, embedded once and kept in a
 * file. The glosses come in a shuffled order, always the same, so that the first ones are a sample
 * of all; a file that holds fewer than are asked for is continued.
 */
public final class WordNetVectors {
  private static final String FILE = "wordnet-384.fvecs";
  private static final long SEED = 20;

  private WordNetVectors() {}

  /** Those that are in the file already; none if there is no file. */
  public static List<float[]> present(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    return Files.exists(file) ? VectorFile.floats(file, Integer.MAX_VALUE) : List.of();
  }

  /**
   * The first {@code count} vectors, or all if there are fewer.
   *
   * @param directory where the file is kept; made if need be
   */
  public static List<float[]> load(Path directory, int count, Report report) throws IOException {
    List<String> glosses = new ArrayList<>();
    for (Synset synset : WordNet.load().synsets()) {
      glosses.add(synset.gloss());
    }
    Collections.shuffle(glosses, new Random(SEED));
    int wanted = Math.min(count, glosses.size());
    return EmbeddedTexts.load(directory.resolve(FILE), glosses.subList(0, wanted), report);
  }
}
