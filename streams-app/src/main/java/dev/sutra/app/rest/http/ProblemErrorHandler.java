package dev.sutra.app.rest.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Replies to errors that Jetty detects before a route is reached, such as a header too large. */
final class ProblemErrorHandler extends ErrorHandler {
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    Reply reply = Problems.reply(new HttpProblem(code, detail(code)));
    ReplySender.head(reply, response);
    response.write(true, reply.body().parts().getFirst().slice(), callback);
  }

  // Jetty's own message may name classes and show what was sent.
  private static String detail(int status) {
    return switch (status) {
      case 400 -> "the request is not valid HTTP, or its path not validly encoded";
      case 408 -> "the request did not arrive in time";
      case 413 -> "the request is too large";
      case 414 -> "the request's address is too long";
      case 431 -> "the request's headers are too large";
      case 503 -> "the server is starting or stopping";
      default -> "the request cannot be served";
    };
  }
}
