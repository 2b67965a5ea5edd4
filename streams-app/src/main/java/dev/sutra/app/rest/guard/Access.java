package dev.sutra.app.rest.guard;

import dev.sutra.app.auth.ApiKeys;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the REST service.
 *
 * @param rules hosts and origins that requests may name
 * @param keys of the clients; null: none is needed
 * @param openMetrics whether the metrics need no key
 */
public record Access(AccessRules rules, @Nullable ApiKeys keys, boolean openMetrics) {
  /** Everybody who reaches the loopback address. */
  public static final Access LOOPBACK = new Access(AccessRules.LOOPBACK, null, false);
}
