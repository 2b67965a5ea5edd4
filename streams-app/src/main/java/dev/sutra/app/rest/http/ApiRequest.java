package dev.sutra.app.rest.http;

import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.ReadOptions.Consistency;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/** A request with a route: the variables of its path, its query and its body, decoded. */
public final class ApiRequest {
  /** The parameters of every read. */
  public static final Set<String> READ_PARAMETERS =
      Set.of("min_position", "consistency", "allow_partial", "timeout_ms");

  private final Request request;
  private final Map<String, String> variables;
  private final QueryParameters query;
  private byte[] body = new byte[0];

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

  /** The body, empty if there is none; status 415 if it has none of the types. */
  public byte[] body(List<String> contentTypes) {
    if (RequestBody.isPresent(request)) {
      RequestBody.checkContentType(request, contentTypes);
    }
    return body;
  }

  /** Whether the client is on this machine. */
  public boolean isFromLoopback() {
    return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress ip
        && ip.getAddress().isLoopbackAddress();
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
