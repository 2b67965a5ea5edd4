package dev.sutra.io;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Constants of the sectioned file; see the package page for the bytes. */
final class SectionFormat {
  static final long MAGIC =
      ByteBuffer.wrap("SUTRASEG".getBytes(US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  static final int FORMAT_VERSION = 1;
  static final int PAGE_BYTES = 16 * 1024;
  static final int HEADER_BYTES = 64;
  static final int SECTION_ALIGNMENT = 64;
  static final int DIRECTORY_ENTRY_BYTES = 24;
  static final int FOOTER_BYTES = 32;

  private SectionFormat() {}
}
