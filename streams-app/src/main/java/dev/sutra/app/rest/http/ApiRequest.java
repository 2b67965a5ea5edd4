package dev.sutra.app.rest.http;

import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.ReadOptions.Consistency;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** A request with a route: the variables of its path, its query and its body, decoded. */
public final class ApiRequest {
  /** The parameters of every read. */
  public static final Set<String> READ_PARAMETERS =
      Set.of("min_position", "consistency", "allow_partial", "timeout_ms");

  private static final List<HttpHeader> CONDITIONS =
      List.of(HttpHeader.IF_MATCH, HttpHeader.IF_NONE_MATCH, HttpHeader.IF_UNMODIFIED_SINCE);

  private final Request request;
  private final Map<String, String> variables;
  private final QueryParameters query;
  private byte[] body = new byte[0];
  private InputStream stream = InputStream.nullInputStream();

  /**
   * Decodes the query.
   *
   * @param variables of the path, not decoded
   * @param parameters that the query may have
   */
  ApiRequest(
      Request request, Map<String, String> variables, Set<String> parameters, boolean takesBody) {
    this.request = request;
    this.variables = variables;
    this.query = QueryParameters.parse(request.getHttpURI().getQuery(), parameters);
    if (!takesBody && RequestBody.isPresent(request)) {
      throw HttpProblem.badRequest("this request takes no body");
    }
  }

  /** A variable of the path's template, percent-decoded. */
  public String variable(String name) {
    String raw = variables.get(name);
    if (raw == null) {
      throw new IllegalStateException("the route has no variable " + name);
    }
    return PercentCoding.decode("the path's " + name, raw, false);
  }

  public QueryParameters query() {
    return query;
  }

  public byte[] jsonBody() {
    return body(List.of(Reply.JSON));
  }

  /** Whether the client has a concept with this tag already. */
  public boolean isKnown(String entityTag) {
    return request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH).stream()
        .anyMatch(tags -> EntityTag.isIn(tags, entityTag));
  }

  /** Whether the client prefers one JSON value in each line to one object. */
  public boolean prefersLines() {
    for (String type : Preferences.of(request, HttpHeader.ACCEPT)) {
      if (type.equals(Reply.LINES) || type.equals(Reply.JSON)) {
        return type.equals(Reply.LINES);
      }
    }
    return false;
  }

  /**
   * Refuses a condition, which a write cannot keep: it takes effect later, in the order of the
   * topic.
   */
  public void refuseConditions() {
    for (HttpHeader condition : CONDITIONS) {
      if (request.getHeaders().contains(condition)) {
        throw HttpProblem.badRequest(
            condition.asString()
                + " cannot be honoured: a write takes effect later, in the order of the topic");
      }
    }
  }

  /** The body, empty if there is none; status 415 if it has none of the types. */
  public byte[] body(List<String> contentTypes) {
    if (RequestBody.isPresent(request)) {
      RequestBody.checkContentType(request, contentTypes, false);
    }
    return body;
  }

  /**
   * The body as it arrives, decompressed, for a route that streams it; status 415 if it has none of
   * the types. Reading fails with an {@link HttpProblem} if the client is too slow or breaks off,
   * and with an {@link IOException} if the compression is damaged.
   */
  public InputStream bodyStream(List<String> contentTypes) throws IOException {
    RequestBody.checkContentType(request, contentTypes, true);
    return RequestBody.isCompressed(request) ? new GZIPInputStream(stream) : stream;
  }

  /** Whether the client is on this machine. */
  public boolean isFromLoopback() {
    return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress ip
        && ip.getAddress().isLoopbackAddress();
  }

  /** Sets the stream of the body, before it is used. */
  void arrives(InputStream body) {
    stream = body;
  }

  /** Sets the body, before it is used. */
  void arrived(byte[] whole) {
    body = whole;
  }

  public ReadOptions readOptions() {
    int timeoutMs =
        query.integer(
            "timeout_ms",
            (int) ReadOptions.TIMEOUT_DEFAULT.toMillis(),
            1,
            (int) ReadOptions.TIMEOUT_MAX.toMillis());
    boolean standby =
        query.choice("consistency", "active", "active", "standby_ok").equals("standby_ok");
    return new ReadOptions(
        query.text("min_position"),
        standby ? Consistency.STANDBY_OK : Consistency.ACTIVE,
        query.flag("allow_partial"),
        Duration.ofMillis(timeoutMs));
  }
}
