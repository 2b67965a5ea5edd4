package dev.sutra.lsm.version;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Storage;
import dev.sutra.lsm.core.ObsoleteFiles;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.manifest.CodebookState;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.CodebookFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The codebooks of a tree, in memory and in their files. A damaged or missing codebook is logged
 * once. Vectors that were encoded with it are compared exactly until they are encoded again.
 *
 * <p>Thread-safe. The codebooks that the manifest has to name change under the manifest lock only.
 */
public final class Codebooks {
  private static final Logger LOG = LoggerFactory.getLogger(Codebooks.class);

  /** A codebook; null if it is damaged or missing. */
  private record Book(CodebookState state, @Nullable CellCodebook codebook) {}

  private final Storage storage;
  // Oldest first. Replaced, never changed.
  private volatile List<Book> books;
  private final Map<Long, Integer> pins = new HashMap<>();

  private Codebooks(Storage storage, List<Book> books) {
    this.storage = storage;
    this.books = List.copyOf(books);
  }

  /**
   * Reads the codebooks that a manifest names.
   *
   * @throws IOException if an existing file cannot be read
   */
  public static Codebooks open(Storage storage, List<CodebookState> states, TreeOptions options)
      throws IOException {
    List<Book> books = new ArrayList<>();
    for (CodebookState state : states) {
      CellCodebook codebook = null;
      try {
        codebook = read(storage, state, options);
      } catch (CorruptFileException e) {
        LOG.warn(
            "a codebook of {} cannot be used; vectors encoded with it are compared exactly: {}",
            storage.describe(),
            e.getMessage());
      }
      books.add(new Book(state, codebook));
    }
    return new Codebooks(storage, books);
  }

  private static CellCodebook read(Storage storage, CodebookState state, TreeOptions options)
      throws IOException {
    CellCodebook codebook = CodebookFile.read(storage, state.fileNumber());
    if (codebook.id() != state.id()
        || codebook.dimension() != options.dimension()
        || codebook.similarity() != options.similarity()) {
      throw new CorruptFileException(
          CodebookFile.name(state.fileNumber()),
          0,
          "it is not the codebook that the manifest names");
    }
    return codebook;
  }

  /** Returns the newest usable codebook; null if there is none. */
  public @Nullable CellCodebook newest() {
    List<Book> all = books;
    for (int i = all.size() - 1; i >= 0; i--) {
      CellCodebook codebook = all.get(i).codebook;
      if (codebook != null) {
        return codebook;
      }
    }
    return null;
  }

  /** Returns the codebook with an id; null if it is unknown or not usable. */
  public @Nullable CellCodebook find(long id) {
    for (Book book : books) {
      if (book.state.id() == id && book.codebook != null) {
        return book.codebook;
      }
    }
    return null;
  }

  /** Returns the newest codebook and keeps it until {@link #unpin}, while it encodes a segment. */
  public synchronized @Nullable CellCodebook pinNewest() {
    CellCodebook newest = newest();
    if (newest != null) {
      pins.merge(newest.id(), 1, Integer::sum);
    }
    return newest;
  }

  public synchronized void unpin(@Nullable CellCodebook codebook) {
    if (codebook != null) {
      pins.computeIfPresent(codebook.id(), (id, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Adds the newest codebook. */
  synchronized void add(CodebookState state, CellCodebook codebook) {
    List<Book> all = new ArrayList<>(books);
    all.add(new Book(state, codebook));
    books = List.copyOf(all);
  }

  /**
   * Returns the codebooks that a manifest has to name.
   *
   * @param used ids of the codebooks of segments
   */
  synchronized List<CodebookState> needed(Set<Long> used) {
    CellCodebook newest = newest();
    List<CodebookState> needed = new ArrayList<>();
    for (Book book : books) {
      long id = book.state.id();
      if (used.contains(id) || pins.containsKey(id) || (newest != null && newest.id() == id)) {
        needed.add(book.state);
      }
    }
    return needed;
  }

  /** Deletes all others: the manifest on disk no longer names them. */
  synchronized void keepOnly(List<CodebookState> named) {
    List<Book> kept = new ArrayList<>();
    for (Book book : books) {
      if (named.contains(book.state)) {
        kept.add(book);
      } else {
        ObsoleteFiles.delete(storage, CodebookFile.name(book.state.fileNumber()));
      }
    }
    books = List.copyOf(kept);
  }

  /** Returns the bytes of the files. */
  public long bytes() {
    return books.stream().mapToLong(book -> book.state.bytes()).sum();
  }
}
