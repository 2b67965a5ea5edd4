package dev.sutra.bench.text;

import dev.sutra.engine.Durability;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The texts as concepts of a store, searched as an application does: each search takes a snapshot
 * and gets ids and texts.
 */
final class EngineTexts implements AutoCloseable {
  private final StorageEngine engine;
  private final List<String> texts;

  public EngineTexts(Path directory, List<String> texts) throws IOException {
    this.texts = texts;
    engine =
        StorageEngine.open(directory, EngineOptions.standalone(1).withDurability(Durability.NONE));
    for (int i = 0; i < texts.size(); i++) {
      put(i);
    }
    engine.flush();
    engine.compact();
  }

  /** Writes every so many-th concept again as it is, and leaves the older ones dead beside it. */
  public void overwriteEach(int step) {
    for (int i = 0; i < texts.size(); i += step) {
      put(i);
    }
    engine.flush();
  }

  public List<ScoredText> search(TextQuestion question, int limit) {
    try (Snapshot snapshot = engine.snapshot()) {
      List<ScoredText> found = new ArrayList<>(limit);
      for (Hit hit : snapshot.search(new TextSearch(question.words(), limit, null))) {
        found.add(new ScoredText(Integer.parseInt(hit.id()), hit.score()));
      }
      return found;
    }
  }

  /** The id of the text of this number. */
  public static String id(int number) {
    return String.format(Locale.ROOT, "%08d", number);
  }

  private void put(int number) {
    engine.put(
        Concept.builder(id(number))
            .text(texts.get(number))
            .createdAt(number)
            .updatedAt(number)
            .build());
  }

  @Override
  public void close() throws IOException {
    engine.close();
  }
}
