package dev.sutra.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.io.FileSystemStorage;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.text.analysis.TextAnalyzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextRewriteTest {
  private static final int CONCEPTS = 9_001;
  private static final long NO_LIMIT = Long.MAX_VALUE;

  @TempDir private Path directory;
  private FileSystemStorage storage;
  private Segment segment;
  private final AtomicLong fileNumbers = new AtomicLong(10);

  @BeforeEach
  void writeSegment() throws IOException {
    storage = FileSystemStorage.open(directory);
    try (SegmentWriter out =
        SegmentWriter.create(storage.create(SegmentFormat.fileName(1)), CONCEPTS)) {
      for (int i = 0; i < CONCEPTS; i++) {
        String id = String.format(Locale.ROOT, "%06d", i);
        byte[] key = RowKeys.concept(id);
        if (i % 7 == 0) {
          out.add(key, key.length, key, 0, -1);
          continue;
        }
        String text = "common " + "often ".repeat(i % 5) + " word" + i % 97 + " only" + i;
        byte[] value = ConceptRow.encode(Concept.builder(id).text(text).build(), null);
        out.add(key, key.length, value, 0, value.length);
      }
      out.endRows();
      out.finish(1, 1, 1);
    }
    segment = Segment.open(storage, 1);
  }

  @AfterEach
  void close() throws IOException {
    segment.close();
    storage.close();
  }

  @Test
  void theIndexIsTheSameWhoeverAnalyzesTheTexts() throws IOException {
    byte[] alone = rewrite(NO_LIMIT, null);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      assertArrayEquals(alone, rewrite(NO_LIMIT, other), "another thread");
      assertArrayEquals(alone, rewrite(200_000, other), "parts of both ranges");
    }
    assertArrayEquals(alone, rewrite(NO_LIMIT, task -> {}), "a thread that never has time");
    assertArrayEquals(alone, rewrite(NO_LIMIT, Runnable::run), "this thread");
    assertArrayEquals(alone, rewrite(200_000, null), "parts");
    assertEquals(2, files(), "the segment and the lock");
  }

  @Test
  void aFailureOfTheOtherThreadIsTold() throws IOException {
    CancellationException closed = new CancellationException("closed");
    Thread own = Thread.currentThread();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Executor begun =
          task -> {
            try {
              other.submit(task).get();
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          };
      TextRewrite rewrite =
          rewriteOf(
              200_000,
              () -> {
                if (Thread.currentThread() != own) {
                  throw closed;
                }
              });
      Throwable thrown =
          assertThrows(
              CancellationException.class,
              () -> rewrite.write(storage.create(SegmentFormat.fileName(2)), 2, begun));
      assertSame(closed, thrown);
    }
    assertEquals(3, files(), "the segment, its copy and the lock");
  }

  private byte[] rewrite(long bufferBytesMax, @Nullable Executor helper) throws IOException {
    rewriteOf(bufferBytesMax, () -> {}).write(storage.create(SegmentFormat.fileName(2)), 2, helper);
    byte[] bytes = Files.readAllBytes(directory.resolve(SegmentFormat.fileName(2)));
    storage.delete(SegmentFormat.fileName(2));
    return bytes;
  }

  private TextRewrite rewriteOf(long bufferBytesMax, Runnable checkpoint) {
    TextAnalyzer analyzer = TextAnalyzer.named("english");
    return new TextRewrite(
        segment, storage, analyzer, bufferBytesMax, fileNumbers::getAndIncrement, checkpoint);
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }
}
