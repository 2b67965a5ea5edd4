package dev.sutra.text;

import dev.sutra.io.MappedFile;
import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files on the heap: for tests that write thousands of them. */
public final class MemoryStorage implements Storage {
  private final Map<String, ByteArrayOutputStream> files = new HashMap<>();

  @Override
  public OutputFile create(String name) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    files.put(name, file);
    return new OutputFile() {
      @Override
      public void write(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        file.writeBytes(copy);
      }

      @Override
      public void force() {}

      @Override
      public void close() {}
    };
  }

  @Override
  public MappedFile map(String name) throws IOException {
    MemorySegment memory = MemorySegment.ofArray(file(name).toByteArray()).asReadOnly();
    return new MappedFile() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public MemorySegment memory() {
        return memory;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public byte[] read(String name, int bytesMax) throws IOException {
    return file(name).toByteArray();
  }

  @Override
  public void truncate(String name, long length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rename(String from, String to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String name) {
    files.remove(name);
  }

  @Override
  public boolean exists(String name) {
    return files.containsKey(name);
  }

  @Override
  public long size(String name) throws IOException {
    return file(name).size();
  }

  @Override
  public List<String> list() {
    return files.keySet().stream().sorted().toList();
  }

  @Override
  public void syncDirectory() {}

  @Override
  public String describe() {
    return "memory";
  }

  @Override
  public void close() {}

  private ByteArrayOutputStream file(String name) throws FileNotFoundException {
    ByteArrayOutputStream file = files.get(name);
    if (file == null) {
      throw new FileNotFoundException(name);
    }
    return file;
  }
}
