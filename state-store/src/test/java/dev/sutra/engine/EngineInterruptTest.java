package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.record.Concept;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thread that is interrupted ends neither its own call nor the store. */
class EngineInterruptTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(
      value = Durability.class,
      names = {"PROCESS", "SYNC"})
  void interruptedWriterWritesAndTheStoreGoesOn(Durability durability) throws Exception {
    EngineOptions options = EngineOptions.standalone(2).withDurability(durability);
    try (StorageEngine engine = StorageEngine.open(directory, options)) {
      AtomicInteger kept = new AtomicInteger();
      run(
          () -> {
            for (int i = 0; i < 20; i++) {
              Thread.currentThread().interrupt();
              engine.put(Concept.builder("c" + i).text("text").build());
              if (i % 7 == 6) {
                engine.compact();
              }
              kept.addAndGet(Thread.interrupted() ? 1 : 0);
            }
          });
      assertEquals(20, kept.get(), "somebody took the interrupt");
      engine.put(Concept.builder("later").build());
      assertEquals(21, engine.stats().concepts());
    }
    assertEquals(List.of(), StoreCheck.run(directory).problems());
  }

  @Test
  void interruptedThreadOpensAndBacksUp() throws Exception {
    EngineOptions options = EngineOptions.standalone(2);
    try (StorageEngine engine = StorageEngine.open(directory.resolve("store"), options)) {
      engine.put(Concept.builder("one").build());
      engine.flush();
      engine.put(Concept.builder("two").build());
    }
    run(
        () -> {
          Thread.currentThread().interrupt();
          try (StorageEngine engine = StorageEngine.open(directory.resolve("store"), options)) {
            engine.put(Concept.builder("three").build());
            engine.backup(directory.resolve("backup"));
          }
        });
    try (StorageEngine engine = StorageEngine.open(directory.resolve("backup"), options)) {
      assertEquals(3, engine.stats().concepts());
    }
  }

  /** Something that may fail. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private static void run(Work work) throws InterruptedException {
    AtomicReference<Throwable> wrong = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    work.run();
                  } catch (Exception | AssertionError e) {
                    wrong.set(e);
                  }
                });
    thread.join();
    assertNull(wrong.get());
  }
}
