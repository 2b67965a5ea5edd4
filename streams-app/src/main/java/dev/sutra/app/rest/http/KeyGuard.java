package dev.sutra.app.rest.http;

import dev.sutra.app.auth.ApiKeys;
import dev.sutra.app.auth.KeyEntry;
import dev.sutra.app.auth.Role;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Refuses requests without a key, or with one of a lesser role. Thread-safe. */
final class KeyGuard {
  private static final String SCHEME = "Bearer ";
  private static final String CHALLENGE = "Bearer realm=\"sutra\"";

  private final @Nullable ApiKeys keys;

  /**
   * Creates it.
   *
   * @param keys null: no request needs one
   */
  KeyGuard(@Nullable ApiKeys keys) {
    this.keys = keys;
  }

  /**
   * Checks the key of a request.
   *
   * @param needed null: none is needed
   * @throws HttpProblem 401 without a valid key, 403 with one of a lesser role
   */
  void check(Request request, @Nullable Role needed) throws InterruptedException {
    if (keys == null || needed == null) {
      return;
    }
    List<HttpField> sent = request.getHeaders().getFields(HttpHeader.AUTHORIZATION);
    if (sent.isEmpty()) {
      throw unauthorized("", "a key is needed: Authorization: Bearer KEY");
    }
    String value = String.valueOf(sent.getFirst().getValue());
    if (sent.size() > 1 || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw unauthorized(
          "invalid_request", "Authorization is not of the form \"Bearer KEY\", once");
    }
    KeyEntry key = verified(keys, value.substring(SCHEME.length()).strip());
    if (key == null) {
      throw unauthorized("invalid_token", "the key is not valid");
    }
    if (!key.role().includes(needed)) {
      throw new HttpProblem(
          HttpStatus.FORBIDDEN_403,
          "the role "
              + needed.text()
              + " is needed; the key "
              + key.name()
              + " has the role "
              + key.role().text(),
          Map.of(
              "WWW-Authenticate",
              CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + needed.text() + "\""));
    }
  }

  private static @Nullable KeyEntry verified(ApiKeys keys, String key) throws InterruptedException {
    try {
      return keys.verify(key);
    } catch (ApiKeys.BusyException e) {
      throw HttpProblem.unavailable(String.valueOf(e.getMessage()), 1);
    }
  }

  private static HttpProblem unauthorized(String error, String detail) {
    String challenge = error.isEmpty() ? CHALLENGE : CHALLENGE + ", error=\"" + error + "\"";
    return new HttpProblem(
        HttpStatus.UNAUTHORIZED_401, detail, Map.of("WWW-Authenticate", challenge));
  }
}
