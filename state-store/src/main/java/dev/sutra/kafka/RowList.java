package dev.sutra.kafka;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/** The rows of one transaction in the form of Kafka's stores. */
final class RowList {
  private final List<KeyValue<Bytes, byte[]>> list = new ArrayList<>(2);
  private boolean values;

  void put(byte[] key, byte[] value) {
    list.add(KeyValue.pair(Bytes.wrap(key), value));
    values = true;
  }

  void delete(byte[] key) {
    list.add(new KeyValue<>(Bytes.wrap(key), null));
  }

  int size() {
    return list.size();
  }

  /** Whether a row has a value, rather than being a delete. */
  boolean hasValues() {
    return values;
  }

  /** The rows; not a copy. */
  List<KeyValue<Bytes, byte[]>> entries() {
    return list;
  }

  void clear() {
    list.clear();
    values = false;
  }
}
