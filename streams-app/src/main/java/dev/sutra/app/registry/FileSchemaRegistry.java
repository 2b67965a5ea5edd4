package dev.sutra.app.registry;

import dev.sutra.app.registry.RegistryFile.Contents;
import dev.sutra.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * A schema registry in one file.
 *
 * <p>Ids count from 1 in the order of registration and never change; a schema has the same id under
 * every subject. A new version must be able to read what the latest one wrote (BACKWARD). A refused
 * request throws {@link RegistryRefusal}. A file that cannot be written throws {@link
 * UncheckedIOException}, and nothing is registered. Thread-safe within one process; the file must
 * not be shared by two.
 */
public final class FileSchemaRegistry implements SchemaRegistryClient {
  /** A larger number indicates a runaway client. */
  static final int SCHEMAS_MAX = 1000;

  static final int SUBJECT_CHARS_MAX = 256;

  private final RegistryFile file;
  private Contents contents;

  private FileSchemaRegistry(RegistryFile file, Contents contents) {
    this.file = file;
    this.contents = contents;
  }

  /**
   * Opens the registry of a file, which need not exist yet; its directory must.
   *
   * @throws IOException if the file cannot be read or is not a registry's
   */
  public static FileSchemaRegistry open(Path path) throws IOException {
    RegistryFile file = new RegistryFile(path);
    return new FileSchemaRegistry(file, file.read());
  }

  @Override
  public synchronized int register(String subject, Schema schema) {
    if (subject.isBlank() || subject.length() > SUBJECT_CHARS_MAX) {
      throw RegistryRefusal.invalidSchema(
          "a subject has 1 to " + SUBJECT_CHARS_MAX + " characters");
    }
    List<Integer> versions = contents.subjects().getOrDefault(subject, List.of());
    int id = contents.schemas().indexOf(schema) + 1;
    if (id > 0 && versions.contains(id)) {
      return id;
    }
    if (!versions.isEmpty() && !reads(schema, schemaById(versions.getLast()))) {
      throw RegistryRefusal.incompatible(subject);
    }
    List<Schema> schemas = new ArrayList<>(contents.schemas());
    if (id == 0) {
      if (schemas.size() == SCHEMAS_MAX) {
        throw RegistryRefusal.invalidSchema("the registry is full: " + SCHEMAS_MAX + " schemas");
      }
      schemas.add(schema);
      id = schemas.size();
    }
    Map<String, List<Integer>> subjects = new TreeMap<>(contents.subjects());
    List<Integer> next = new ArrayList<>(versions);
    next.add(id);
    subjects.put(subject, next);
    Contents changed = new Contents(schemas, subjects);
    try {
      file.write(changed);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the schema registry's file", e);
    }
    contents = changed;
    return id;
  }

  @Override
  public synchronized int idOf(String subject, Schema schema) {
    int id = contents.schemas().indexOf(schema) + 1;
    if (id == 0 || !versions(subject).contains(id)) {
      throw RegistryRefusal.unknownSchema(subject);
    }
    return id;
  }

  @Override
  public synchronized Schema schemaById(int id) {
    if (id < 1 || id > contents.schemas().size()) {
      throw RegistryRefusal.unknownId(Integer.toUnsignedString(id));
    }
    return contents.schemas().get(id - 1);
  }

  /** The names of all subjects, in order. */
  public synchronized List<String> subjects() {
    return List.copyOf(contents.subjects().keySet());
  }

  /** How many versions a subject has; they count from 1. */
  public synchronized int versionCount(String subject) {
    return versions(subject).size();
  }

  /** Which version of a subject the schema of an id is. */
  public synchronized int version(String subject, int id) {
    int version = versions(subject).indexOf(id) + 1;
    if (version == 0) {
      throw RegistryRefusal.unknownSchema(subject);
    }
    return version;
  }

  private List<Integer> versions(String subject) {
    List<Integer> versions = contents.subjects().get(subject);
    if (versions == null) {
      throw RegistryRefusal.unknownSubject(subject);
    }
    return versions;
  }

  private static boolean reads(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
        == SchemaCompatibilityType.COMPATIBLE;
  }

  @Override
  public void close() {
    // Every change is on disk already.
  }
}
