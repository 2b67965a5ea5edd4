package dev.sutra.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Storage that tells of every call before it passes it on. */
public abstract class ForwardingStorage implements Storage {
  private final Storage inner;

  protected ForwardingStorage(Storage inner) {
    this.inner = inner;
  }

  /**
   * Receives a call before it is made; what it throws is the call's outcome.
   *
   * @param operation name of the method of {@link Storage} or {@link OutputFile}
   * @param name the file, empty where there is none
   */
  protected abstract void before(String operation, String name) throws IOException;

  /** Receives a call that has been made and did not fail; does nothing by itself. */
  protected void after(String operation, String name) throws IOException {}

  /** Passes on the bytes of a write; for storage that is to stop in the middle of one. */
  protected void write(OutputFile file, String name, ByteBuffer bytes) throws IOException {
    file.write(bytes);
  }

  @Override
  public OutputFile create(String name) throws IOException {
    before("create", name);
    OutputFile file = inner.create(name);
    after("create", name);
    return new Output(name, file);
  }

  @Override
  public MappedFile map(String name) throws IOException {
    before("map", name);
    MappedFile file = inner.map(name);
    after("map", name);
    return file;
  }

  @Override
  public byte[] read(String name, int bytesMax) throws IOException {
    before("read", name);
    return inner.read(name, bytesMax);
  }

  @Override
  public void truncate(String name, long length) throws IOException {
    before("truncate", name);
    inner.truncate(name, length);
    after("truncate", name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    before("rename", from);
    inner.rename(from, to);
    after("rename", from);
  }

  @Override
  public void delete(String name) throws IOException {
    before("delete", name);
    inner.delete(name);
    after("delete", name);
  }

  @Override
  public boolean exists(String name) throws IOException {
    before("exists", name);
    return inner.exists(name);
  }

  @Override
  public long size(String name) throws IOException {
    before("size", name);
    return inner.size(name);
  }

  @Override
  public List<String> list() throws IOException {
    before("list", "");
    return inner.list();
  }

  @Override
  public void syncDirectory() throws IOException {
    before("syncDirectory", "");
    inner.syncDirectory();
    after("syncDirectory", "");
  }

  @Override
  public String describe() {
    return inner.describe();
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }

  private final class Output implements OutputFile {
    private final String name;
    private final OutputFile file;

    private Output(String name, OutputFile file) {
      this.name = name;
      this.file = file;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      before("write", name);
      ForwardingStorage.this.write(file, name, bytes);
      after("write", name);
    }

    @Override
    public void force() throws IOException {
      before("force", name);
      file.force();
      after("force", name);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
