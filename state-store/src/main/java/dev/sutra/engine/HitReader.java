package dev.sutra.engine;

import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.lsm.read.DocumentReader;
import dev.sutra.lsm.read.DocumentSource;
import dev.sutra.record.Concept;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads documents that a query has found. Not thread-safe. */
final class HitReader {
  private final List<DocumentSource> sources;
  private final Detail detail;
  private final @Nullable DocumentReader[] readers;

  HitReader(List<DocumentSource> sources, Detail detail) {
    this.sources = sources;
    this.detail = detail;
    this.readers = new @Nullable DocumentReader[sources.size()];
  }

  /** Moves to a document. */
  DocumentReader at(int source, int document) {
    DocumentReader reader = readers[source];
    if (reader == null) {
      reader = sources.get(source).reader();
      readers[source] = reader;
    }
    reader.moveTo(document);
    return reader;
  }

  /** Reads the document that the reader is at as a hit. */
  Hit hit(DocumentReader reader, float score) {
    Concept concept = concept(reader, detail);
    return concept == null
        ? new Hit(reader.id(), text(reader, detail), score)
        : new Hit(concept.id(), concept.text(), score, concept);
  }

  /** Reads the text, unless an item carries only its id. */
  static @Nullable String text(DocumentReader reader, Detail detail) {
    return detail == Detail.ID ? null : reader.text();
  }

  /** Reads the concept as far as an item has to carry it; null: at most the text. */
  static @Nullable Concept concept(DocumentReader reader, Detail detail) {
    return switch (detail) {
      case ID, TEXT -> null;
      case CONCEPT -> reader.concept(false);
      case VECTOR -> reader.concept(true);
    };
  }
}
