package dev.sutra.schemas;

import java.io.EOFException;

/**
 * Describes why the bytes of a record cannot be read. Avro's messages name its classes, or are
 * null.
 */
final class RecordDamage {
  private RecordDamage() {}

  static String of(Throwable e) {
    return switch (e) {
      case EOFException early -> "they are truncated";
      case StackOverflowError deep -> "they are nested too deep";
      case InvalidEventException event -> String.valueOf(event.getMessage());
      default -> "they contain an invalid length, type or number";
    };
  }
}
