package dev.sutra.app.rest.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PayloadTest {
  @Test
  void whatIsWrittenComesBackInParts() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      Payload.Output out = new Payload.Output();
      for (int i = random.nextInt(6); i > 0; i--) {
        byte[] piece = new byte[random.nextInt(3 * Payload.PART_BYTES)];
        random.nextBytes(piece);
        int offset = random.nextInt(piece.length + 1);
        expected.write(piece, offset, piece.length - offset);
        out.write(piece, offset, piece.length - offset);
        expected.write(i);
        out.write(i);
      }
      Payload payload = out.payload();
      assertArrayEquals(expected.toByteArray(), bytes(payload));
      assertEquals(expected.size(), payload.bytes());
      payload.parts().forEach(part -> assertTrue(part.remaining() <= Payload.PART_BYTES));
    }
  }

  private static byte[] bytes(Payload payload) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuffer part : payload.parts()) {
      byte[] bytes = new byte[part.remaining()];
      part.duplicate().get(bytes);
      all.write(bytes, 0, bytes.length);
    }
    return all.toByteArray();
  }
}
