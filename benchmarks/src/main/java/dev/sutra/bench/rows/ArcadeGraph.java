package dev.sutra.bench.rows;

import com.arcadedb.Constants;
import com.arcadedb.database.Database;
import com.arcadedb.database.DatabaseFactory;
import com.arcadedb.database.RID;
import com.arcadedb.engine.ComponentFile;
import com.arcadedb.graph.Edge;
import com.arcadedb.graph.Vertex;
import com.arcadedb.index.IndexCursor;
import com.arcadedb.schema.Schema;
import com.arcadedb.schema.Type;
import com.arcadedb.schema.VertexType;
import dev.sutra.record.Association;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A graph in ArcadeDB, embedded: a vertex for each concept with its id, which has a unique index,
 * and a light edge, which has no record of its own, for each association. Written once, then opened
 * for reading. Not thread-safe.
 */
final class ArcadeGraph implements AutoCloseable {
  private static final String CONCEPT = "Concept";
  private static final String ID = "id";
  // One bucket for each type: what is written by one thread needs no more.
  private static final int BUCKETS = 1;
  private static final int BATCH = 10_000;
  private static final Vertex.DIRECTION[] DIRECTIONS = {Vertex.DIRECTION.OUT, Vertex.DIRECTION.IN};

  private final DatabaseFactory factory;
  private final Database database;
  // What its logging leaves in the working directory, if it was not there; null if it was.
  private final @Nullable Path log;

  private ArcadeGraph(DatabaseFactory factory, Database database, @Nullable Path log) {
    this.factory = factory;
    this.database = database;
    this.log = log;
  }

  public static String version() {
    return "ArcadeDB " + Constants.getRawVersion();
  }

  /** Writes a graph into an empty directory and opens it. */
  public static ArcadeGraph load(Path directory, Collection<Association> edges) {
    Path log = Path.of("log");
    boolean isNew = !Files.exists(log);
    DatabaseFactory factory = new DatabaseFactory(directory.resolve("arcade").toString());
    try (Database database = factory.create()) {
      createTypes(database.getSchema(), edges);
      Map<String, RID> vertices = putVertices(database, edges);
      putEdges(database, edges, vertices);
    }
    return new ArcadeGraph(factory, factory.open(ComponentFile.MODE.READ_ONLY), isNew ? log : null);
  }

  private static void createTypes(Schema schema, Collection<Association> edges) {
    VertexType concept =
        schema.buildVertexType().withName(CONCEPT).withTotalBuckets(BUCKETS).create();
    concept.createProperty(ID, Type.STRING);
    concept.createTypeIndex(Schema.INDEX_TYPE.LSM_TREE, true, ID);
    Set<String> types = new TreeSet<>();
    edges.forEach(edge -> types.add(edge.type()));
    types.forEach(type -> schema.buildEdgeType().withName(type).withTotalBuckets(BUCKETS).create());
  }

  private static Map<String, RID> putVertices(Database database, Collection<Association> edges) {
    Set<String> ids = new TreeSet<>();
    for (Association edge : edges) {
      ids.add(edge.source());
      ids.add(edge.target());
    }
    Map<String, RID> vertices = new HashMap<>();
    database.begin();
    for (String id : ids) {
      vertices.put(id, database.newVertex(CONCEPT).set(ID, id).save().getIdentity());
      commitFull(database, vertices.size());
    }
    database.commit();
    return vertices;
  }

  private static void putEdges(
      Database database, Collection<Association> edges, Map<String, RID> vertices) {
    int put = 0;
    database.begin();
    for (Association edge : edges) {
      Vertex source = Objects.requireNonNull(vertices.get(edge.source())).asVertex();
      RID target = Objects.requireNonNull(vertices.get(edge.target()));
      source.newLightEdge(edge.type(), target, /* bidirectional= */ true);
      put++;
      commitFull(database, put);
    }
    database.commit();
  }

  private static void commitFull(Database database, int written) {
    if (written % BATCH == 0) {
      database.commit();
      database.begin();
    }
  }

  /**
   * Walks breadth first along edges in both directions, and reads the id of each vertex once. The
   * walk is a transaction, which keeps what it has read. In turns, walks without one or by {@code
   * getVertices} had 0.95 to 1.06 times the rate, and a median that was 3 to 5 % longer.
   *
   * @param reached receives the ids, that of the start too
   * @return the number of edges read
   */
  public long edges(String id, int depth, Set<String> reached) {
    database.begin();
    try {
      return walk(id, depth, reached);
    } finally {
      database.rollback();
    }
  }

  private long walk(String id, int depth, Set<String> reached) {
    IndexCursor found = database.lookupByKey(CONCEPT, ID, id);
    if (!found.hasNext()) {
      throw new IllegalStateException("concept " + id + " is missing");
    }
    RID start = found.next().getIdentity();
    Set<RID> seen = new HashSet<>();
    seen.add(start);
    reached.add(id);
    List<Vertex> level = List.of(start.asVertex());
    long edges = 0;
    for (int step = 0; step < depth; step++) {
      List<Vertex> next = new ArrayList<>();
      for (Vertex from : level) {
        for (Vertex.DIRECTION direction : DIRECTIONS) {
          for (Edge edge : from.getEdges(direction)) {
            RID other = direction == Vertex.DIRECTION.OUT ? edge.getIn() : edge.getOut();
            edges++;
            if (seen.add(other)) {
              Vertex vertex = other.asVertex();
              reached.add(vertex.getString(ID));
              next.add(vertex);
            }
          }
        }
      }
      level = next;
    }
    return edges;
  }

  @Override
  public void close() throws IOException {
    database.close();
    factory.close();
    if (log != null) {
      // It is empty: arcadedb-log.properties has no file.
      Files.deleteIfExists(log);
    }
  }
}
