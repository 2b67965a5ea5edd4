package dev.sutra.bench.vectors;

import dev.sutra.app.embed.MiniLmEmbedder;
import dev.sutra.bench.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Texts as vectors of all-MiniLM-L6-v2, 384 components, embedded once and kept in a file. */
public final class EmbeddedTexts {
  private static final int RECORD_BYTES = 4 + 4 * MiniLmEmbedder.DIMENSION;
  private static final int CHUNK = 1_000;

  private EmbeddedTexts() {}

  /**
   * The vectors of texts. A file that holds fewer is continued; it must have been made of the same
   * texts.
   *
   * @param file made if need be, with its directory
   */
  public static List<float[]> load(Path file, List<String> texts, Report report)
      throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    long bytes = Files.exists(file) ? Files.size(file) : 0;
    if (bytes % RECORD_BYTES != 0) {
      throw new IOException(file + " ends within a record; delete it");
    }
    int present = (int) (bytes / RECORD_BYTES);
    if (present < texts.size()) {
      report.note(
          "embedding "
              + (texts.size() - present)
              + " texts into "
              + file
              + ", about 170 glosses a second; done once");
      embed(texts.subList(present, texts.size()), file);
    }
    return VectorFile.floats(file, texts.size());
  }

  private static void embed(List<String> texts, Path file) throws IOException {
    try (MiniLmEmbedder embedder = MiniLmEmbedder.load()) {
      for (int from = 0; from < texts.size(); from += CHUNK) {
        List<float[]> vectors = new ArrayList<>();
        for (String text : texts.subList(from, Math.min(texts.size(), from + CHUNK))) {
          vectors.add(embedder.embed(text));
        }
        VectorFile.append(file, vectors);
      }
    }
  }
}
