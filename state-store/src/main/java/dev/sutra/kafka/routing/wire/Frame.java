package dev.sutra.kafka.routing.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A message between instances: magic number, version, a digest of the layouts of all queries and
 * results, a message authentication code, and the message. The code of a reply covers that of its
 * request, so that a reply cannot be given to another request. Thread-safe.
 */
public final class Frame {
  /** Version of the frame; the layout of messages has its own digest. */
  static final short VERSION = 1;

  private static final int MAGIC = 0x53555452;
  private static final int HEAD_BYTES = 4 + 2 + 8;
  private static final int OVERHEAD_BYTES = HEAD_BYTES + PeerSecret.MAC_BYTES;
  private static final byte[] FIRST = new byte[PeerSecret.MAC_BYTES];

  private final PeerSecret secret;
  private final long layouts;

  /**
   * Creates frames.
   *
   * @param shapes names the layouts of all that is sent
   */
  public Frame(PeerSecret secret, String shapes) {
    this.secret = secret;
    this.layouts = digest(shapes);
  }

  /** A request in its frame. */
  public byte[] request(byte[] message) {
    return seal(FIRST, message);
  }

  /** A reply to a request in its frame; a request that is too short for one gets one as well. */
  public byte[] reply(byte[] request, byte[] message) {
    return seal(code(request), message);
  }

  /**
   * The message of a request.
   *
   * @throws WireFormatException if it is of another version, or of one who has not the secret
   */
  public ByteBuffer openRequest(byte[] frame) {
    return open(FIRST, frame);
  }

  /** The message of the reply to a request, as {@link #openRequest}. */
  public ByteBuffer openReply(byte[] request, byte[] frame) {
    return open(code(request), frame);
  }

  private byte[] seal(byte[] before, byte[] message) {
    byte[] head =
        ByteBuffer.allocate(HEAD_BYTES).putInt(MAGIC).putShort(VERSION).putLong(layouts).array();
    return ByteBuffer.allocate(OVERHEAD_BYTES + message.length)
        .put(head)
        .put(secret.mac(before, head, message))
        .put(message)
        .array();
  }

  private ByteBuffer open(byte[] before, byte[] frame) {
    ByteBuffer in = ByteBuffer.wrap(frame);
    if (frame.length < OVERHEAD_BYTES || in.getInt() != MAGIC) {
      throw new WireFormatException("it does not speak the protocol of Sutra instances");
    }
    short version = in.getShort();
    if (version != VERSION) {
      throw new WireFormatException(
          "it speaks version " + version + " of the protocol; this instance speaks " + VERSION);
    }
    if (in.getLong() != layouts) {
      throw new WireFormatException("it is of another release, with other queries or results");
    }
    byte[] head = Arrays.copyOf(frame, HEAD_BYTES);
    byte[] message = Arrays.copyOfRange(frame, OVERHEAD_BYTES, frame.length);
    // Compared in constant time.
    if (!MessageDigest.isEqual(code(frame), secret.mac(before, head, message))) {
      throw new WireFormatException("the secret of the instances differs");
    }
    return ByteBuffer.wrap(message);
  }

  private static byte[] code(byte[] frame) {
    return frame.length < OVERHEAD_BYTES
        ? FIRST
        : Arrays.copyOfRange(frame, HEAD_BYTES, OVERHEAD_BYTES);
  }

  private static long digest(String shapes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(shapes.getBytes(UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
