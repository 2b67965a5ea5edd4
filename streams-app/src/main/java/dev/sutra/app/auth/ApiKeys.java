package dev.sutra.app.auth;

import dev.sutra.app.message.Causes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which key a client has sent. The file is looked at once a second at most, when a request
 * comes, and read again if it has changed. A file that cannot be read, or is wrong, leaves the keys
 * as they were, and the log says so. Thread-safe.
 *
 * <p>A key that was verified once is kept as a fast hash under a random key of this process, one
 * for each key of the file, so that not each request costs the slow one.
 */
public final class ApiKeys {
  /** Requests are answered with 503 rather than queue for longer than this. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
  private static final String MAC = "HmacSHA256";
  private static final int VERIFIED_AT_ONCE = 2;
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  /** What was read, and which of its keys were verified since, by name. */
  private record Loaded(Map<String, KeyEntry> keys, Map<String, Fast> verified, String version) {}

  /** A fast hash of a token. */
  private static final class Fast {
    private final byte[] bytes;

    Fast(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean equalsInConstantTime(Fast other) {
      return MessageDigest.isEqual(bytes, other.bytes);
    }
  }

  private final Path path;
  private final SecretKeySpec fastKey;
  private final KeyHash nobody;
  private final Semaphore permits = new Semaphore(VERIFIED_AT_ONCE);
  private final AtomicLong looked = new AtomicLong(System.nanoTime());
  private final AtomicLong slowHashes = new AtomicLong();
  private volatile Loaded loaded;

  private ApiKeys(Path path) throws IOException {
    this.path = path;
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[32];
    random.nextBytes(key);
    fastKey = new SecretKeySpec(key, MAC);
    nobody = KeyHash.of("", random);
    loaded = load();
  }

  /**
   * Reads a file of keys.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException saying what is wrong in it
   */
  public static ApiKeys open(Path path) throws IOException {
    ApiKeys keys = new ApiKeys(path);
    if (keys.loaded.keys.isEmpty()) {
      LOG.warn("{} has no keys: all requests are refused until there is one", path);
    }
    return keys;
  }

  /**
   * The key that a client has sent; null if it is none of the file.
   *
   * @throws BusyException if too many keys are being verified
   */
  public @Nullable KeyEntry verify(String sent) throws InterruptedException, BusyException {
    reloadIfChanged();
    Token token = Token.parse(sent);
    if (token == null) {
      return null;
    }
    Loaded now = loaded;
    KeyEntry entry = now.keys.get(token.name());
    Fast fast = fast(token.text());
    Fast known = now.verified.get(token.name());
    if (entry != null && known != null && known.equalsInConstantTime(fast)) {
      return entry;
    }
    if (!permits.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new BusyException();
    }
    slowHashes.incrementAndGet();
    try {
      // A name that is not there takes as long as one that is.
      boolean right = (entry == null ? nobody : entry.hash()).isOf(token.secret());
      if (entry == null || !right) {
        return null;
      }
    } finally {
      permits.release();
    }
    now.verified.put(token.name(), fast);
    return entry;
  }

  /** What a slow hash takes one of, for tests. */
  Semaphore permits() {
    return permits;
  }

  /** How often the slow hash was computed, for tests. */
  long slowHashes() {
    return slowHashes.get();
  }

  /** Too many keys are being verified. */
  public static final class BusyException extends Exception {
    private BusyException() {
      super("too many keys are being verified", null, false, false);
    }
  }

  private void reloadIfChanged() {
    long last = looked.get();
    long now = System.nanoTime();
    if (now - last < LOOK_NANOS || !looked.compareAndSet(last, now)) {
      return;
    }
    Loaded before = loaded;
    String version = version();
    if (version.equals(before.version)) {
      return;
    }
    try {
      Loaded read = load();
      loaded = read;
      LOG.info("{} was read again: {} keys", path, read.keys.size());
    } catch (IOException | IllegalArgumentException e) {
      // Said once for each change.
      loaded = new Loaded(before.keys, before.verified, version);
      LOG.error(
          "the keys stay as they were, revoked ones included: {} cannot be read: {}",
          path,
          Causes.of(e));
    }
  }

  private Loaded load() throws IOException {
    // First the version: a change in between is then seen at the next look.
    String version = version();
    return new Loaded(new KeyFile(path).read(), new ConcurrentHashMap<>(), version);
  }

  /** Differs when the file was written or replaced. */
  private String version() {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return file.lastModifiedTime().toInstant() + " " + file.size() + " " + file.fileKey();
    } catch (IOException e) {
      return "none: " + e.getClass().getName();
    }
  }

  private Fast fast(String text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(fastKey);
      return new Fast(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + MAC, e);
    }
  }
}
