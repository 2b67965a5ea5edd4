package dev.sutra.app.rest.http;

import dev.sutra.app.message.PlainText;
import dev.sutra.app.rest.json.Payload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Dispatches requests to routes, and turns errors into problems. A request takes a permit after its
 * body has been read, and releases it before its reply is sent, so that slow clients hold none.
 */
final class ApiHandler extends Handler.Abstract {
  private final Router router;
  private final RequestGuard guard;
  private final RequestMetrics metrics;
  private final RequestMemory memory;
  private final ReplySender sender;
  private final ConnectionGuard connections;
  private final Semaphore permits = new Semaphore(RestConfig.REQUESTS_MAX);

  ApiHandler(
      Router router,
      RequestGuard guard,
      RequestMetrics metrics,
      RequestMemory memory,
      ReplySender sender,
      ConnectionGuard connections) {
    this.router = router;
    this.guard = guard;
    this.metrics = metrics;
    this.memory = memory;
    this.sender = sender;
    this.connections = connections;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Connection connection = request.getConnectionMetaData().getConnection();
    connections.requestBegins(connection);
    String method = request.getMethod();
    // The raw path: it is decoded after it has been split at slashes.
    List<String> path = Route.segments(String.valueOf(request.getHttpURI().getPath()));
    Router.Match match = router.match(method, path);
    String route = match == null ? RequestMetrics.UNMATCHED : match.route().template();
    RequestMetrics.Request metric = metrics.begin(method, route);
    Reply reply;
    try {
      guard.check(request, match == null ? null : match.route(), response.getHeaders());
      reply = match == null ? withoutRoute(request, path) : answer(request, match);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reply = Problems.reply(HttpProblem.unavailable("the server is stopping", 1));
    } catch (Throwable e) {
      reply = Problems.reply(e, method + " " + route);
    }
    metric.end(reply.status());
    Throwable broken = sender.send(reply, request, response);
    connections.requestEnds(connection);
    if (broken == null) {
      callback.succeeded();
    } else {
      callback.failed(broken);
    }
    return true;
  }

  private Reply answer(Request request, Router.Match match) throws Exception {
    Route route = match.route();
    ApiRequest asked =
        new ApiRequest(request, match.variables(), route.parameters(), route.takesBody());
    if (route.streamsBody()) {
      return streamed(route, asked, request);
    }
    if (!RequestBody.isPresent(request)) {
      return limited(route, asked);
    }
    try (BodyReader body = RequestBody.read(request, memory.bodies())) {
      asked.arrived(body.bytes());
      return limited(route, asked);
    }
  }

  private Reply streamed(Route route, ApiRequest asked, Request request) throws Exception {
    if (!memory.bodies().tryTake(RequestMemory.STREAM_BYTES)) {
      throw HttpProblem.unavailable("the bodies of other requests use all memory", 1);
    }
    try (BodyStream body = new BodyStream(request)) {
      asked.arrives(body);
      return limited(route, asked);
    } finally {
      memory.bodies().give(RequestMemory.STREAM_BYTES);
    }
  }

  private Reply limited(Route route, ApiRequest asked) throws Exception {
    if (route.isProbe()) {
      return route.handler().handle(asked);
    }
    if (!permits.tryAcquire()) {
      throw HttpProblem.unavailable(
          "more than " + RestConfig.REQUESTS_MAX + " requests at once", 1);
    }
    try {
      return route.handler().handle(asked);
    } finally {
      permits.release();
    }
  }

  private Reply withoutRoute(Request request, List<String> path) {
    String method = request.getMethod();
    Set<String> methods = router.methods(path);
    if (methods.isEmpty()) {
      throw new HttpProblem(HttpStatus.NOT_FOUND_404, "not found");
    }
    Map<String, String> allow = Map.of("Allow", String.join(", ", methods));
    if (method.equals("OPTIONS")) {
      Map<String, String> headers = new HashMap<>(guard.preflight(request, methods));
      headers.putAll(allow);
      return new Reply(HttpStatus.NO_CONTENT_204, "", Payload.EMPTY, headers);
    }
    throw new HttpProblem(
        HttpStatus.METHOD_NOT_ALLOWED_405,
        "this path takes "
            + String.join(", ", methods)
            + ", not "
            + PlainText.shortened(method, 16),
        allow);
  }
}
