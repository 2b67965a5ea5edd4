package dev.sutra.kafka;

import dev.sutra.engine.EngineOptions;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.record.SourcePosition;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.jspecify.annotations.Nullable;

/** Engine stores of dimension 2, task 1_3, outside of a topology. */
final class EngineStoreFixture {
  static final TaskId TASK = new TaskId(1, 3);

  private EngineStoreFixture() {}

  static StateStoreContext context(Path directory) {
    return new MockProcessorContext<>(StoreHarness.properties(directory), TASK, directory.toFile())
        .getStateStoreContext();
  }

  static EngineStore store() {
    return new EngineStore(new TaskEngine("concepts", EngineOptions.underOuterLog(2), null));
  }

  static EngineStore open(Path directory) {
    EngineStore store = store();
    store.init(context(directory), store);
    return store;
  }

  static Bytes key(String id) {
    return Bytes.wrap(RowKeys.concept(id));
  }

  static byte[] value(String id, String text) {
    return value(id, text, null);
  }

  static byte[] value(String id, String text, @Nullable SourcePosition source) {
    return ConceptRow.encode(Concept.builder(id).text(text).build(), source);
  }

  static KeyValue<byte[], byte[]> row(String id, String text, @Nullable SourcePosition source) {
    return KeyValue.pair(RowKeys.concept(id), value(id, text, source));
  }

  static KeyValue<byte[], byte[]> tombstone(String id) {
    return new KeyValue<>(RowKeys.concept(id), null);
  }
}
