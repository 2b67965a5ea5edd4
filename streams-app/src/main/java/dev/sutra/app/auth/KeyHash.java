package dev.sutra.app.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A salted hash of a secret, made with PBKDF2-HMAC-SHA256. Immutable.
 *
 * <p>Secrets are 256 random bits, which nobody can guess, however fast the hash is. The iterations
 * are therefore few: each request with a wrong key costs them.
 */
final class KeyHash {
  private static final String NAME = "pbkdf2-sha256";
  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
  private static final int ITERATIONS = 10_000;
  private static final int ITERATIONS_MIN = 1_000;
  private static final int ITERATIONS_MAX = 1_000_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final String FORM = NAME + ":ITERATIONS:SALT:HASH";

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private KeyHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /** A hash with a new salt. */
  static KeyHash of(String secret, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new KeyHash(ITERATIONS, salt, derive(secret, salt, ITERATIONS));
  }

  /**
   * Reads the form of {@link #text}.
   *
   * @throws IllegalArgumentException if it is another one
   */
  static KeyHash parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 4 || !parts[0].equals(NAME)) {
      throw new IllegalArgumentException("the hash is not " + FORM);
    }
    int iterations = iterations(parts[1]);
    byte[] salt = decoded(parts[2]);
    byte[] hash = decoded(parts[3]);
    if (salt.length < SALT_BYTES || salt.length > 2 * HASH_BYTES || hash.length != HASH_BYTES) {
      throw new IllegalArgumentException("the hash has a salt or a length of another kind");
    }
    return new KeyHash(iterations, salt, hash);
  }

  /** The line's part of a file of keys. */
  String text() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return String.join(
        ":",
        NAME,
        Integer.toString(iterations),
        base64.encodeToString(salt),
        base64.encodeToString(hash));
  }

  /** Whether it is the hash of the secret; takes the same time for any secret. */
  boolean isOf(String secret) {
    return MessageDigest.isEqual(hash, derive(secret, salt, iterations));
  }

  private static int iterations(String text) {
    try {
      int iterations = Integer.parseInt(text);
      if (iterations >= ITERATIONS_MIN && iterations <= ITERATIONS_MAX) {
        return iterations;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the hash is not " + FORM, e);
    }
    throw new IllegalArgumentException(
        "the hash has "
            + text
            + " iterations; "
            + ITERATIONS_MIN
            + " to "
            + ITERATIONS_MAX
            + " are allowed");
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the hash is not " + FORM, e);
    }
  }

  private static byte[] derive(String secret, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), salt, iterations, HASH_BYTES * 8);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + ALGORITHM, e);
    } finally {
      spec.clearPassword();
    }
  }
}
