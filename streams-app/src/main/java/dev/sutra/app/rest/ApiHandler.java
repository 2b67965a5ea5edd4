package dev.sutra.app.rest;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Leads each request to its route, and each error to a problem. */
final class ApiHandler extends Handler.Abstract {
  /** More requests at once are turned away rather than queued without a bound. */
  static final int REQUESTS_MAX = 512;

  private final Router router;
  private final RequestMetrics metrics;
  private final Semaphore permits = new Semaphore(REQUESTS_MAX);

  ApiHandler(Router router, RequestMetrics metrics) {
    this.router = router;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String method = request.getMethod();
    // The path as it was sent: decoding comes after cutting it at its slashes.
    List<String> path = Route.segments(String.valueOf(request.getHttpURI().getPath()));
    Router.Match match = router.match(method, path);
    String route = match == null ? RequestMetrics.UNMATCHED : match.route().template();
    RequestMetrics.Request metric = metrics.begin(method, route);
    Reply reply = limited(request, match, path, method + " " + route);
    metric.end(reply.status());
    if (reply.status() >= 400) {
      RequestBody.drain(request);
    }
    send(reply, response, callback);
    return true;
  }

  private Reply limited(
      Request request, Router.@Nullable Match match, List<String> path, String what) {
    if (!permits.tryAcquire()) {
      return Problems.reply(
          HttpProblem.unavailable("more than " + REQUESTS_MAX + " requests at once", 1));
    }
    try {
      return match == null
          ? withoutRoute(request.getMethod(), path)
          : match.route().handler().handle(new ApiRequest(request, match));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Problems.reply(HttpProblem.unavailable("the server is stopping", 1));
    } catch (Throwable e) {
      return Problems.reply(e, what);
    } finally {
      permits.release();
    }
  }

  private Reply withoutRoute(String method, List<String> path) {
    Set<String> methods = router.methods(path);
    if (methods.isEmpty()) {
      throw new HttpProblem(HttpStatus.NOT_FOUND_404, "there is nothing under this path");
    }
    Map<String, String> allow = Map.of("Allow", String.join(", ", methods));
    if (method.equals("OPTIONS")) {
      return new Reply(HttpStatus.NO_CONTENT_204, "", new byte[0], allow);
    }
    throw new HttpProblem(
        HttpStatus.METHOD_NOT_ALLOWED_405,
        "this path takes " + String.join(", ", methods) + ", not " + Shown.plain(method, 16),
        allow);
  }

  static void send(Reply reply, Response response, Callback callback) {
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (reply.status() != HttpStatus.NO_CONTENT_204) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    }
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }
}
