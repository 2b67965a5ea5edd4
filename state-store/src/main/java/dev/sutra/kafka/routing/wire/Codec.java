package dev.sutra.kafka.routing.wire;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes and reads the values of one type, exactly to the last bit. Thread-safe. */
interface Codec {
  void write(DataOutput out, Object value) throws IOException;

  /**
   * Reads a value.
   *
   * @throws WireFormatException if the bytes are not one
   * @throws java.nio.BufferUnderflowException if they end early
   */
  Object read(ByteBuffer in);

  /** Names the layout: two types with the same shape have the same bytes. */
  String shape();
}
