package dev.sutra.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A container of two sections: what is written is read, and any damage is found and named. */
class SectionedFileTest {
  private static final String NAME = "file";
  private static final int LARGE_BYTES = 5 * SectionFormat.PAGE_BYTES + 77;

  private final CrashStorage storage = new CrashStorage();
  private byte[] intact = new byte[0];

  @BeforeEach
  void writeSmallFile() throws IOException {
    write(200);
    intact = storage.read(NAME, 1 << 20);
  }

  private byte[] write(int bytes) throws IOException {
    if (storage.exists(NAME)) {
      storage.delete(NAME);
    }
    byte[] contents = new byte[bytes];
    new Random(bytes).nextBytes(contents);
    try (SectionedFileWriter writer = SectionedFileWriter.create(storage, NAME)) {
      writer.begin(1).writeVarint(300);
      SectionOutput out = writer.begin(2);
      out.writeBytes(contents, 0, bytes);
      assertEquals(bytes, out.position());
      writer.finish();
    }
    return contents;
  }

  @Test
  void sectionsComeBackWhateverTheirLength() throws IOException {
    int page = SectionFormat.PAGE_BYTES;
    int piece = 2 << 20;
    for (int bytes :
        new int[] {
          0,
          1,
          63,
          64,
          page - 128,
          page - 127,
          page,
          40 * page + 5,
          piece - 64,
          piece,
          3 * piece - 5
        }) {
      byte[] contents = write(bytes);
      try (SectionedFile file = SectionedFile.open(storage, NAME)) {
        file.verifyAll();
        Section section = file.requiredSection(2);
        section.verify(0, bytes);
        assertArrayEquals(contents, section.memory().toArray(Layouts.BYTE));
        assertEquals(2, file.requiredSection(1).length());
        assertNull(file.section(3));
        assertThrows(CorruptFileException.class, () -> file.requiredSection(3));
        assertEquals(storage.size(NAME), file.length());
      }
    }
  }

  @Test
  void everyFlippedBitIsFoundAndNamed() {
    for (int bit = 0; bit < 8 * intact.length; bit++) {
      byte[] damaged = intact.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertFound(damaged, "bit " + bit);
    }
  }

  @Test
  void everyTruncationAndExtensionIsFoundAndNamed() {
    for (int length = 0; length < intact.length; length++) {
      assertFound(Arrays.copyOf(intact, length), "length " + length);
    }
    assertFound(Arrays.copyOf(intact, intact.length + 1), "one byte more");
    assertFound(Arrays.copyOf(intact, 2 * intact.length), "twice as long");
  }

  @Test
  void everyZeroedBlockIsFound() {
    for (int start = 0; start < intact.length; start += 16) {
      byte[] damaged = intact.clone();
      Arrays.fill(damaged, start, Math.min(intact.length, start + 16), (byte) 0);
      if (!Arrays.equals(damaged, intact)) {
        assertFound(damaged, "zeros at " + start);
      }
    }
  }

  private void assertFound(byte[] damaged, String where) {
    storage.set(NAME, damaged);
    CorruptFileException found =
        assertThrows(CorruptFileException.class, this::openAndVerify, where);
    assertEquals(NAME, found.file(), where);
    assertTrue(found.offset() >= 0 && found.offset() <= damaged.length, where);
    assertTrue(String.valueOf(found.getMessage()).contains("offset " + found.offset()), where);
  }

  private void openAndVerify() throws IOException {
    try (SectionedFile file = SectionedFile.open(storage, NAME)) {
      file.verifyAll();
    }
  }

  @Test
  void damagedPageIsFoundWhenItIsUsedAndOthersStayReadable() throws IOException {
    write(LARGE_BYTES);
    byte[] damaged = storage.read(NAME, 1 << 20);
    int page = SectionFormat.PAGE_BYTES;
    damaged[3 * page + 10] ^= 1;
    storage.set(NAME, damaged);
    try (SectionedFile file = SectionedFile.open(storage, NAME)) {
      Section section = file.requiredSection(2);
      section.verify(0, 2L * page);
      CorruptFileException found =
          assertThrows(CorruptFileException.class, () -> section.verify(2L * page, 2L * page));
      assertEquals(3L * page, found.offset());
      section.verify(4L * page, page);
    }
  }

  @Test
  void rangesOutsideASectionAreRefused() throws IOException {
    try (SectionedFile file = SectionedFile.open(storage, NAME)) {
      Section section = file.requiredSection(2);
      section.verify(200, 0);
      for (long[] range :
          new long[][] {{-1, 1}, {0, 201}, {200, 1}, {0, -1}, {Long.MAX_VALUE, 1}}) {
        assertThrows(CorruptFileException.class, () -> section.verify(range[0], range[1]));
      }
    }
  }

  @Test
  void closedFileThrows() throws IOException {
    SectionedFile file = SectionedFile.open(storage, NAME);
    Section section = file.requiredSection(2);
    file.close();
    file.close();
    assertThrows(IllegalStateException.class, () -> section.memory().get(Layouts.BYTE, 0));
  }
}
