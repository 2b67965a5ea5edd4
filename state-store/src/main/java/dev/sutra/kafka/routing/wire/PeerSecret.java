package dev.sutra.kafka.routing.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What the instances of a group share to know each other. It never appears in a text. */
public final class PeerSecret {
  /** No secret: requests are taken only from the loopback address. */
  public static final PeerSecret NONE = new PeerSecret(null);

  static final int MAC_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";
  private static final int CHARACTERS_MIN = 16;

  private final @Nullable SecretKeySpec key;

  private PeerSecret(@Nullable SecretKeySpec key) {
    this.key = key;
  }

  /**
   * A secret of 16 characters or more.
   *
   * @throws IllegalArgumentException if it is shorter
   */
  public static PeerSecret of(String secret) {
    if (secret.length() < CHARACTERS_MIN) {
      throw new IllegalArgumentException(
          "the secret has " + secret.length() + " characters; it needs " + CHARACTERS_MIN);
    }
    return new PeerSecret(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
  }

  public boolean isNone() {
    return key == null;
  }

  /** The code of these bytes (RFC 2104); zeros without a secret. */
  byte[] mac(byte[]... parts) {
    if (key == null) {
      return new byte[MAC_BYTES];
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return isNone() ? "no secret" : "a secret";
  }
}
