package dev.sutra.schemas;

/** The header before an event's Avro bytes: a magic byte and the writer's schema id. */
final class WireFormat {
  static final byte MAGIC = 0;
  static final int HEADER_BYTES = 5;

  private WireFormat() {}
}
