package dev.sutra.app.rest.http;

import dev.sutra.app.auth.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A method and a path template with the handler for them. */
public final class Route {
  /** Answers a request; errors are those of {@link Problems#reply}. */
  public interface Handler {
    Reply handle(ApiRequest request) throws Exception;
  }

  private enum Body {
    NONE,
    WHOLE,
    STREAM
  }

  private final String method;
  private final String template;
  private final List<String> segments;
  private final Set<String> parameters;
  private final Body body;
  private final @Nullable Role role;
  private final Handler handler;

  private Route(
      String method,
      String template,
      Set<String> parameters,
      Body body,
      @Nullable Role role,
      Handler handler) {
    this.method = method;
    this.template = template;
    this.segments = segments(template);
    this.parameters = parameters;
    this.body = body;
    this.role = role;
    this.handler = handler;
  }

  /** A route without a body. */
  public static Route of(String method, String template, Set<String> parameters, Handler handler) {
    return new Route(method, template, parameters, Body.NONE, usual(method), handler);
  }

  /** A route that takes a body. */
  public static Route withBody(
      String method, String template, Set<String> parameters, Handler handler) {
    return new Route(method, template, parameters, Body.WHOLE, usual(method), handler);
  }

  /** A route that reads its body as it arrives. */
  public static Route withStream(
      String method, String template, Set<String> parameters, Handler handler) {
    return new Route(method, template, parameters, Body.STREAM, usual(method), handler);
  }

  /** The same for keys of a role; without it, GET is for readers, other methods for writers. */
  public Route forRole(Role other) {
    return new Route(method, template, parameters, body, other, handler);
  }

  /** The same without a key. */
  public Route open() {
    return new Route(method, template, parameters, body, null, handler);
  }

  private static Role usual(String method) {
    return method.equals("GET") ? Role.READER : Role.WRITER;
  }

  /** The role that a key must have; null: no key is needed. */
  public @Nullable Role role() {
    return role;
  }

  public String method() {
    return method;
  }

  public String template() {
    return template;
  }

  public Set<String> parameters() {
    return parameters;
  }

  boolean takesBody() {
    return body != Body.NONE;
  }

  /** Whether the handler reads the body as it arrives. */
  boolean streamsBody() {
    return body == Body.STREAM;
  }

  /** Whether this is a health check, which is answered under any load. */
  boolean isProbe() {
    return template.startsWith("/health/");
  }

  Handler handler() {
    return handler;
  }

  /** The raw values of the template's variables, or null if the path is another one. */
  @Nullable Map<String, String> match(List<String> path) {
    if (path.size() != segments.size()) {
      return null;
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{")) {
        variables.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return null;
      }
    }
    return variables;
  }

  /** Splits a raw path at its slashes; an encoded slash in an id does not split it. */
  static List<String> segments(String path) {
    return List.of((path.startsWith("/") ? path.substring(1) : path).split("/", -1));
  }
}
