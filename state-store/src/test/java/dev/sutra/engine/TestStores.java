package dev.sutra.engine;

import dev.sutra.io.Storage;
import java.io.IOException;

/** Opens stores in storages other than a directory, for tests of other packages. */
public final class TestStores {
  private TestStores() {}

  public static StorageEngine open(Storage storage, EngineOptions options) throws IOException {
    return StorageEngine.open(storage, options);
  }
}
