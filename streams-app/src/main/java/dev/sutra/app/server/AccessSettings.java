package dev.sutra.app.server;

import dev.sutra.app.auth.ApiKeys;
import dev.sutra.app.message.Causes;
import dev.sutra.app.rest.guard.Access;
import dev.sutra.app.rest.guard.AccessRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Who may use the REST service, from settings. */
final class AccessSettings {
  static final String KEYS_KEY = "auth.keys.file";
  static final String METRICS_KEY = "auth.metrics.open";
  static final String INSECURE_KEY = "http.insecure";

  private AccessSettings() {}

  /**
   * Checks the settings, and reads the file of keys.
   *
   * @param keysFile empty: no request needs a key
   * @throws IllegalArgumentException naming the key that is wrong
   */
  static Access of(AccessRules rules, String keysFile, boolean openMetrics) {
    return new Access(rules, keysFile.isEmpty() ? null : keys(keysFile), openMetrics);
  }

  /**
   * Refuses to listen beyond the loopback address without keys, unless it is said to be meant.
   *
   * @throws IllegalArgumentException naming the ways out
   */
  static void checkReach(String httpHost, @Nullable ApiKeys keys, boolean insecure) {
    InetAddress listens = new InetSocketAddress(httpHost, 0).getAddress();
    boolean beyond = listens != null && !listens.isLoopbackAddress();
    if (beyond && keys == null && !insecure) {
      throw new IllegalArgumentException(
          "http.host is "
              + httpHost
              + ", where everybody on the network could read and write; set "
              + KEYS_KEY
              + ", or "
              + INSECURE_KEY
              + "=true (serve --insecure) if something else protects it");
    }
  }

  private static ApiKeys keys(String file) {
    try {
      return ApiKeys.open(Path.of(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          KEYS_KEY + ": " + Causes.of(e) + "; bin/sutra key add makes it", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(KEYS_KEY + ": " + e.getMessage(), e);
    }
  }
}
