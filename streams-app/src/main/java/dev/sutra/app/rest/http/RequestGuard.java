package dev.sutra.app.rest.http;

import dev.sutra.app.auth.Role;
import dev.sutra.app.message.PlainText;
import dev.sutra.app.rest.guard.Access;
import dev.sutra.app.rest.guard.AccessRules;
import dev.sutra.app.rest.guard.Authority;
import dev.sutra.app.rest.guard.WebOrigin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests for other hosts, those of web pages of other origins, and those without a key. A
 * browser sends the headers of the former itself; a page cannot change them. Thread-safe.
 */
final class RequestGuard {
  private static final String REQUEST_HEADERS =
      "Accept, Authorization, Content-Encoding, Content-Type, If-None-Match";
  private static final String REPLY_HEADERS = "Allow, ETag, Retry-After, WWW-Authenticate";
  private static final String PREFLIGHT_SECONDS = "600";

  private final AccessRules rules;
  private final KeyGuard keys;

  /**
   * Creates it.
   *
   * @param listensOn the host that is served in any case
   */
  RequestGuard(Access access, String listensOn) {
    rules = access.rules().serving(listensOn);
    keys = new KeyGuard(access.keys());
  }

  /**
   * Checks a request before anything else is done for it. A health check may come from a load
   * balancer, which knows addresses only.
   *
   * @param route null: there is none, and any key may know that
   * @param reply headers of the reply
   * @throws HttpProblem if it is refused
   */
  void check(Request request, @Nullable Route route, HttpFields.Mutable reply)
      throws InterruptedException {
    if (route != null && route.isProbe()) {
      return;
    }
    checkPlace(request, reply);
    // A browser asks for the methods of a path without a key.
    boolean asksForMethods = route == null && request.getMethod().equals("OPTIONS");
    keys.check(request, route != null ? route.role() : asksForMethods ? null : Role.READER);
  }

  /**
   * Checks {@code Host} and {@code Origin}, and tells a browser that a page of an allowed origin
   * may read the reply.
   *
   * @param reply headers of the reply
   * @throws HttpProblem 421 for another host, 403 for another origin
   */
  private void checkPlace(Request request, HttpFields.Mutable reply) {
    if (!rules.origins().isEmpty()) {
      reply.add(HttpHeader.VARY, HttpHeader.ORIGIN.asString());
    }
    Authority host = host(request);
    List<HttpField> origins = request.getHeaders().getFields(HttpHeader.ORIGIN);
    if (origins.isEmpty()) {
      return;
    }
    String given = String.valueOf(origins.getFirst().getValue());
    WebOrigin origin = origins.size() > 1 ? null : WebOrigin.parse(given);
    if (origin == null || !rules.allows(origin, host)) {
      throw new HttpProblem(
          HttpStatus.FORBIDDEN_403,
          "pages of the origin "
              + PlainText.quoted(given)
              + " may not use this instance; "
              + AccessRules.ORIGINS_KEY
              + " names those that may");
    }
    if (rules.isAllowedElsewhere(origin)) {
      reply.put("Access-Control-Allow-Origin", given);
      reply.put("Access-Control-Expose-Headers", REPLY_HEADERS);
    }
  }

  /**
   * What a browser asks for before it sends the request of a page; empty if it does not ask.
   *
   * @param methods that the path takes
   */
  Map<String, String> preflight(Request request, Set<String> methods) {
    HttpFields headers = request.getHeaders();
    String given = headers.get(HttpHeader.ORIGIN);
    WebOrigin origin = given == null ? null : WebOrigin.parse(given);
    if (origin == null
        || !rules.isAllowedElsewhere(origin)
        || !headers.contains("Access-Control-Request-Method")) {
      return Map.of();
    }
    return Map.of(
        "Access-Control-Allow-Methods", String.join(", ", methods),
        "Access-Control-Allow-Headers", REQUEST_HEADERS,
        "Access-Control-Max-Age", PREFLIGHT_SECONDS);
  }

  /** The host of the request, checked; null if it names none, which only HTTP/1.0 may. */
  private @Nullable Authority host(Request request) {
    // A request to a proxy has the host in its first line, too.
    String line = request.getHttpURI().getAuthority();
    if (line != null) {
      served(line, request);
    }
    String header = request.getHeaders().get(HttpHeader.HOST);
    return header == null ? null : served(header, request);
  }

  private Authority served(String given, Request request) {
    Authority host = Authority.parse(given);
    if (host == null || !rules.serves(host, arrivedAt(request))) {
      throw new HttpProblem(
          HttpStatus.MISDIRECTED_REQUEST_421,
          PlainText.quoted(given)
              + " is no host of this instance; "
              + AccessRules.HOSTS_KEY
              + " adds names");
    }
    return host;
  }

  private static @Nullable InetAddress arrivedAt(Request request) {
    return request.getConnectionMetaData().getLocalSocketAddress() instanceof InetSocketAddress ip
        ? ip.getAddress()
        : null;
  }
}
