package dev.sutra.attribute;

import dev.sutra.io.SectionOutput;
import java.io.IOException;

/** Strings in ascending order of their bytes, to be written. */
interface Strings {
  /** No strings. */
  Strings NONE =
      new Strings() {
        @Override
        public int count() {
          return 0;
        }

        @Override
        public int length(int index) {
          throw new IndexOutOfBoundsException(index);
        }

        @Override
        public void write(int index, SectionOutput out) {
          throw new IndexOutOfBoundsException(index);
        }
      };

  int count();

  /** Bytes of a string. */
  int length(int index);

  void write(int index, SectionOutput out) throws IOException;
}
