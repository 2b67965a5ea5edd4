package dev.sutra.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Storage in memory that knows what a power cut may leave, and fails on demand.
 *
 * <p>{@link #crash} gives such an outcome as a new storage; this one goes on unharmed, so that one
 * run can be cut at every point. In the outcome
 *
 * <ul>
 *   <li>the bytes of a file that were forced are as written; what was written later is there or not
 *       for each 512-byte sector by itself, in any order, a missing sector being zeros or garbage
 *       or the file's end;
 *   <li>each creation, rename and deletion since the last {@link #syncDirectory} has happened or
 *       not, in any combination, but none by halves: a rename whose file's creation is lost still
 *       gives the file its new name. Truncating and forcing never touch names.
 * </ul>
 *
 * <p>These faults can be planned:
 *
 * <ul>
 *   <li>{@link #failAt}: the n-th call from now throws, see {@link Fault}. After a force that
 *       failed, later forces of that file report success and make nothing durable, as Linux does;
 *   <li>{@link #ignoreBarrierAt}: the n-th call of {@code force} or {@code syncDirectory} from now
 *       reports success and does nothing, which is how a test shows that the call is needed;
 *   <li>{@link #ignoreBarriersOf}: the same for all calls of {@code force}, {@code syncDirectory}
 *       and {@code truncate} that come from one line of the engine. Such a truncation is seen, but
 *       not durable.
 * </ul>
 *
 * <p>Calls are all methods of {@link Storage} and {@link OutputFile} but {@code describe} and
 * {@code close}. Thread-safe.
 */
public final class CrashStorage implements Storage {
  /** How a planned failure looks. */
  public enum Fault {
    /** The call throws and has no effect. */
    ERROR,
    /** A write leaves the first half of its bytes and throws; other calls as {@link #ERROR}. */
    SHORT_WRITE
  }

  private SortedMap<String, CrashFile> names = new TreeMap<>();
  private SortedMap<String, CrashFile> durableNames = new TreeMap<>();
  private final List<Consumer<SortedMap<String, CrashFile>>> unsynced = new ArrayList<>();
  private long calls;
  private long failingCall = -1;
  private Fault fault = Fault.ERROR;
  private long barriers;
  private long ignoredBarrier = -1;
  private @Nullable String ignoredSite;
  private boolean siteReached;

  /** What may be found after a power cut now; everything in it is durable. */
  public synchronized CrashStorage crash(Random random) {
    SortedMap<String, CrashFile> found = new TreeMap<>(durableNames);
    // Mostly a journal loses a tail of the operations, but nothing promises that.
    boolean tailOnly = random.nextBoolean();
    int kept = random.nextInt(unsynced.size() + 1);
    for (int i = 0; i < unsynced.size(); i++) {
      if (tailOnly ? i < kept : random.nextBoolean()) {
        unsynced.get(i).accept(found);
      }
    }
    CrashStorage outcome = new CrashStorage();
    found.forEach((name, file) -> outcome.names.put(name, file.crash(random)));
    outcome.durableNames = new TreeMap<>(outcome.names);
    return outcome;
  }

  /** A copy as of now, all of it durable: what a process that was killed leaves. */
  public synchronized CrashStorage copy() {
    CrashStorage copy = new CrashStorage();
    names.forEach((name, file) -> copy.names.put(name, new CrashFile(file.bytes())));
    copy.durableNames = new TreeMap<>(copy.names);
    return copy;
  }

  /** Replaces or adds a durable file, for damaging one. */
  public synchronized void set(String name, byte[] contents) {
    CrashFile file = new CrashFile(contents.clone());
    names.put(name, file);
    durableNames.put(name, file);
  }

  /** The n-th call from now fails, 1 being the next; later ones work again. */
  public synchronized void failAt(long n, Fault fault) {
    failingCall = calls + n;
    this.fault = fault;
  }

  /** Whether the planned failure has happened, or none is planned. */
  public synchronized boolean hasFailed() {
    return calls >= failingCall;
  }

  /** The n-th force or directory sync from now does nothing, 1 being the next. */
  public synchronized void ignoreBarrierAt(long n) {
    ignoredBarrier = barriers + n;
  }

  /** All barriers that a line asks for do nothing from now on; {@code File.java:line}. */
  public synchronized void ignoreBarriersOf(String site) {
    ignoredSite = site;
  }

  /** Whether the line of {@link #ignoreBarriersOf} has asked for a barrier. */
  public synchronized boolean siteReached() {
    return siteReached;
  }

  /** Calls so far. */
  public synchronized long calls() {
    return calls;
  }

  /** Calls of {@code force} and {@code syncDirectory} so far. */
  public synchronized long barriers() {
    return barriers;
  }

  @Override
  public synchronized OutputFile create(String name) throws IOException {
    call("create " + name);
    if (names.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    CrashFile file = new CrashFile(new byte[0]);
    change(directory -> directory.put(name, file));
    return new Output(name, file);
  }

  @Override
  public synchronized MappedFile map(String name) throws IOException {
    call("map " + name);
    Arena arena = Arena.ofShared();
    MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, file(name).bytes());
    return new Mapping(name, memory.asReadOnly(), arena);
  }

  @Override
  public synchronized byte[] read(String name, int bytesMax) throws IOException {
    call("read " + name);
    byte[] bytes = file(name).bytes();
    if (bytes.length > bytesMax) {
      throw new CorruptFileException(name, bytesMax, "longer than " + bytesMax + " bytes");
    }
    return bytes;
  }

  @Override
  public synchronized void truncate(String name, long length) throws IOException {
    call("truncate " + name);
    CrashFile file = file(name);
    file.truncate((int) length);
    if (!atIgnoredSite()) {
      file.force();
    }
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    call("rename " + from);
    CrashFile file = file(from);
    change(
        directory -> {
          directory.remove(from, file);
          directory.put(to, file);
        });
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    call("delete " + name);
    CrashFile file = file(name);
    change(directory -> directory.remove(name, file));
  }

  @Override
  public synchronized boolean exists(String name) throws IOException {
    call("exists " + name);
    return names.containsKey(name);
  }

  @Override
  public synchronized long size(String name) throws IOException {
    call("size " + name);
    return file(name).length();
  }

  @Override
  public synchronized List<String> list() throws IOException {
    call("list");
    return List.copyOf(names.keySet());
  }

  @Override
  public synchronized void syncDirectory() throws IOException {
    call("syncDirectory");
    if (barrierHolds()) {
      durableNames = new TreeMap<>(names);
      unsynced.clear();
    }
  }

  @Override
  public String describe() {
    return "memory";
  }

  @Override
  public void close() {
    // Holds nothing that must be released.
  }

  private void change(Consumer<SortedMap<String, CrashFile>> operation) {
    operation.accept(names);
    unsynced.add(operation);
  }

  private CrashFile file(String name) throws NoSuchFileException {
    CrashFile file = names.get(name);
    if (file == null) {
      throw new NoSuchFileException(name);
    }
    return file;
  }

  private boolean failsNow() {
    return ++calls == failingCall;
  }

  private void call(String what) throws IOException {
    if (failsNow()) {
      throw planned(what);
    }
  }

  private static IOException planned(String what) {
    return new IOException("planned failure: " + what);
  }

  private boolean barrierHolds() {
    return ++barriers != ignoredBarrier && !atIgnoredSite();
  }

  private boolean atIgnoredSite() {
    if (ignoredSite == null) {
      return false;
    }
    // Anywhere on the stack: a file may be wrapped by another one.
    boolean at = StackWalker.getInstance().walk(frames -> frames.anyMatch(this::isIgnored));
    siteReached |= at;
    return at;
  }

  private boolean isIgnored(StackWalker.StackFrame frame) {
    return (frame.getFileName() + ":" + frame.getLineNumber()).equals(ignoredSite);
  }

  private final class Output implements OutputFile {
    private final String name;
    private final CrashFile file;
    private boolean closed;

    private Output(String name, CrashFile file) {
      this.name = name;
      this.file = file;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      synchronized (CrashStorage.this) {
        checkOpen();
        if (failsNow()) {
          if (fault == Fault.SHORT_WRITE) {
            file.append(bytes.slice(bytes.position(), bytes.remaining() / 2));
          }
          throw planned("write " + name);
        }
        file.append(bytes);
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (CrashStorage.this) {
        checkOpen();
        if (failsNow()) {
          file.failForce();
          throw planned("force " + name);
        }
        if (barrierHolds()) {
          file.force();
        }
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    private void checkOpen() throws IOException {
      if (closed) {
        throw new IOException(name + " is closed");
      }
    }
  }

  private record Mapping(String name, MemorySegment memory, Arena arena) implements MappedFile {
    @Override
    public void close() {
      if (arena.scope().isAlive()) {
        arena.close();
      }
    }
  }
}
