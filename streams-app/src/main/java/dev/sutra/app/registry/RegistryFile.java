package dev.sutra.app.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Reads and replaces the file of a registry; the package's page shows its form. */
final class RegistryFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int VERSION = 1;

  private final Path path;

  RegistryFile(Path path) {
    this.path = path;
  }

  /** What a registry holds: schemas by id - 1, and the ids of each subject by version - 1. */
  record Contents(List<Schema> schemas, Map<String, List<Integer>> subjects) {
    static Contents empty() {
      return new Contents(new ArrayList<>(), new TreeMap<>());
    }
  }

  Contents read() throws IOException {
    if (!Files.exists(path)) {
      return Contents.empty();
    }
    JsonNode root = MAPPER.readTree(path.toFile());
    if (root.path("version").asInt() != VERSION) {
      throw damaged("its version is not " + VERSION);
    }
    Contents contents = Contents.empty();
    for (JsonNode schema : root.path("schemas")) {
      try {
        contents.schemas().add(new Schema.Parser().parse(schema.asText()));
      } catch (AvroRuntimeException e) {
        throw damaged("an entry is not a schema");
      }
    }
    for (Map.Entry<String, JsonNode> subject : root.path("subjects").properties()) {
      List<Integer> ids = new ArrayList<>();
      for (JsonNode id : subject.getValue()) {
        if (id.asInt() < 1 || id.asInt() > contents.schemas().size()) {
          throw damaged("a subject names an unknown id");
        }
        ids.add(id.asInt());
      }
      contents.subjects().put(subject.getKey(), ids);
    }
    return contents;
  }

  void write(Contents contents) throws IOException {
    ObjectNode root = MAPPER.createObjectNode().put("version", VERSION);
    ArrayNode schemas = root.putArray("schemas");
    contents.schemas().forEach(schema -> schemas.add(schema.toString()));
    ObjectNode subjects = root.putObject("subjects");
    contents
        .subjects()
        .forEach(
            (subject, ids) -> {
              ArrayNode array = subjects.putArray(subject);
              ids.forEach(array::add);
            });
    Path next = path.resolveSibling(path.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(MAPPER.writeValueAsBytes(root));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory();
  }

  // The rename survives a power failure only if its directory is forced too.
  private void forceDirectory() throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private IOException damaged(String why) {
    return new IOException(path + " is not a file of a schema registry: " + why);
  }
}
