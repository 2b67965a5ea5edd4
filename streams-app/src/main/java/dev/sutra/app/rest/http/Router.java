package dev.sutra.app.rest.http;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request by its raw path, so that an id may contain an encoded slash. Not
 * Jetty's {@code UriTemplatePathSpec}, which does not match the empty segments that are reported as
 * empty ids here.
 */
final class Router {
  /** A route with the raw values of its path's variables. */
  record Match(Route route, Map<String, String> variables) {}

  private final List<Route> routes;

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /** The route for the method on the path (HEAD is GET), or null if it has none there. */
  @Nullable Match match(String method, List<String> path) {
    String asked = method.equals("HEAD") ? "GET" : method;
    for (Route route : routes) {
      if (route.method().equals(asked)) {
        Map<String, String> variables = route.match(path);
        if (variables != null) {
          return new Match(route, variables);
        }
      }
    }
    return null;
  }

  /** The methods that a path takes; empty: there is no such path. */
  Set<String> methods(List<String> path) {
    Set<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (route.match(path) != null) {
        methods.add(route.method());
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    if (!methods.isEmpty()) {
      methods.add("OPTIONS");
    }
    return methods;
  }
}
