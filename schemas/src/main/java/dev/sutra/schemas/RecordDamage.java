package dev.sutra.schemas;

import java.io.EOFException;

/**
 * Tells why the bytes of a record cannot be read; Avro's own messages name its classes, or null.
 */
final class RecordDamage {
  private RecordDamage() {}

  static String of(Throwable e) {
    return switch (e) {
      case EOFException early -> "they end too early";
      case StackOverflowError deep -> "they are nested too deep";
      case InvalidEventException event -> String.valueOf(event.getMessage());
      default -> "a length, a type or a number in them cannot be";
    };
  }
}
