package dev.sutra.kafka.routing.wire;

import dev.sutra.kafka.ConceptQuery;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** The queries by name, with the types of their results, and the layouts of all of them. */
public final class QueryTypes {
  private static final Map<String, Class<?>> QUERIES = new TreeMap<>();

  static {
    for (Class<?> type : ConceptQuery.class.getPermittedSubclasses()) {
      QUERIES.put(type.getSimpleName(), type);
    }
  }

  private QueryTypes() {}

  public static String name(ConceptQuery<?> query) {
    return query.getClass().getSimpleName();
  }

  public static byte[] encode(ConceptQuery<?> query) {
    return Codecs.encode(query.getClass(), query);
  }

  /**
   * The query of this name.
   *
   * @throws WireFormatException if there is none, or the bytes are not one
   */
  public static ConceptQuery<?> decode(String name, byte[] body) {
    Class<?> type = QUERIES.get(name);
    if (type == null) {
      throw new WireFormatException("there is no such query");
    }
    return (ConceptQuery<?>) Codecs.decode(type, ByteBuffer.wrap(body));
  }

  public static byte[] encodeResult(ConceptQuery<?> query, Object result) {
    return Codecs.encode(resultType(query.getClass()), result);
  }

  /**
   * The result of a query.
   *
   * @throws WireFormatException if the bytes are not one
   */
  // The type of the query names that of its result.
  @SuppressWarnings("unchecked")
  public static <R> R decodeResult(ConceptQuery<R> query, byte[] result) {
    return (R) Codecs.decode(resultType(query.getClass()), ByteBuffer.wrap(result));
  }

  /** Names the layouts of all messages. */
  public static String shapes() {
    StringBuilder shapes = new StringBuilder();
    shapes.append(Codecs.shape(PeerRequest.class)).append(Codecs.shape(PeerReply.class));
    for (Class<?> type : QUERIES.values()) {
      shapes.append(Codecs.shape(type)).append('>').append(Codecs.shape(resultType(type)));
    }
    return shapes.toString();
  }

  private static Type resultType(Class<?> query) {
    return ((ParameterizedType) query.getGenericInterfaces()[0]).getActualTypeArguments()[0];
  }
}
