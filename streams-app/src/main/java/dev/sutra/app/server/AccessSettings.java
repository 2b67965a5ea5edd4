package dev.sutra.app.server;

import dev.sutra.app.rest.guard.AccessRules;

/**
 * Who may use the REST service.
 *
 * @param rules hosts and origins
 */
record AccessSettings(AccessRules rules) {
  /**
   * Checks the settings.
   *
   * @param advertised the host of {@code http.advertised}; empty: none
   * @param hosts of {@code http.allowed.hosts}
   * @param origins of {@code http.allowed.origins}
   * @throws IllegalArgumentException naming the key that is wrong
   */
  static AccessSettings of(String advertised, String hosts, String origins) {
    return new AccessSettings(AccessRules.of(hosts, origins).serving(advertised));
  }
}
