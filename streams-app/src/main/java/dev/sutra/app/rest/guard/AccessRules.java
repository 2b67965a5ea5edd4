package dev.sutra.app.rest.guard;

import dev.sutra.app.message.PlainText;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that an instance serves, and the origins whose pages may use it. Immutable.
 *
 * @param hosts names and addresses besides the one that a request arrives at
 * @param origins of pages that may read and write
 */
public record AccessRules(Set<String> hosts, Set<WebOrigin> origins) {
  /** Only the loopback names, and no pages of other origins. */
  public static final AccessRules LOOPBACK =
      new AccessRules(Set.of("localhost", "127.0.0.1", "[0:0:0:0:0:0:0:1]"), Set.of());

  public static final String HOSTS_KEY = "http.allowed.hosts";
  public static final String ORIGINS_KEY = "http.allowed.origins";

  private static final int ENTRIES_MAX = 100;

  public AccessRules {
    hosts = Set.copyOf(hosts);
    origins = Set.copyOf(origins);
  }

  /**
   * Loopback names and what settings add.
   *
   * @param allowedHosts names and addresses separated by commas, or empty
   * @param allowedOrigins origins separated by commas, or empty
   * @throws IllegalArgumentException naming the setting and the part that is wrong
   */
  public static AccessRules of(String allowedHosts, String allowedOrigins) {
    Set<String> hosts = new HashSet<>(LOOPBACK.hosts);
    for (String entry : entries(HOSTS_KEY, allowedHosts)) {
      hosts.add(host(entry));
    }
    Set<WebOrigin> origins = new HashSet<>();
    for (String entry : entries(ORIGINS_KEY, allowedOrigins)) {
      origins.add(origin(entry));
    }
    return new AccessRules(hosts, origins);
  }

  /** The same with another host; one that is no name, or stands for all addresses, adds nothing. */
  public AccessRules serving(String host) {
    Authority name = authority(host);
    if (name == null || name.host().equals("0.0.0.0") || name.host().equals("[0:0:0:0:0:0:0:0]")) {
      return this;
    }
    Set<String> more = new HashSet<>(hosts);
    more.add(name.host());
    return new AccessRules(more, origins);
  }

  /**
   * Whether a request for this host is one for the instance. The port does not count, since it may
   * be another one outside a container.
   *
   * @param arrivedAt the address of this machine that the client is connected to. No name that
   *     others control can stand for it: a browser sends an address only if the page's own URL has
   *     it.
   */
  public boolean serves(Authority host, @Nullable InetAddress arrivedAt) {
    return hosts.contains(host.host())
        || (arrivedAt != null && Authority.host(arrivedAt).equals(host.host()));
  }

  /**
   * Whether pages of this origin may use the instance.
   *
   * @param host that the request is for; null: it names none
   */
  public boolean allows(WebOrigin origin, @Nullable Authority host) {
    return isAllowedElsewhere(origin) || (host != null && origin.isOf(host));
  }

  /** Whether it is one of the settings. */
  public boolean isAllowedElsewhere(WebOrigin origin) {
    return origins.contains(origin);
  }

  private static List<String> entries(String key, String value) {
    if (value.isEmpty()) {
      return List.of();
    }
    List<String> entries = List.of(value.split(",", -1)).stream().map(String::strip).toList();
    if (entries.size() > ENTRIES_MAX) {
      throw new IllegalArgumentException(
          key + " has " + entries.size() + " entries; " + ENTRIES_MAX + " are allowed");
    }
    return entries;
  }

  private static String host(String entry) {
    if (entry.contains("*")) {
      throw new IllegalArgumentException(
          HOSTS_KEY
              + " has "
              + PlainText.quoted(entry)
              + "; name each host, since a web page could otherwise reach the instance by a name"
              + " of its own");
    }
    Authority name = authority(entry);
    if (name == null) {
      throw new IllegalArgumentException(
          HOSTS_KEY
              + " has "
              + PlainText.quoted(entry)
              + "; a name or an address is allowed, without scheme, port and path");
    }
    return name.host();
  }

  private static WebOrigin origin(String entry) {
    if (entry.equals("*")) {
      throw new IllegalArgumentException(
          ORIGINS_KEY
              + " has *; name each origin, since the pages of any site could otherwise read and"
              + " write");
    }
    WebOrigin origin = WebOrigin.parse(entry);
    if (origin == null) {
      throw new IllegalArgumentException(
          ORIGINS_KEY
              + " has "
              + PlainText.quoted(entry)
              + "; an origin is like https://host or http://host:3000, without a path");
    }
    return origin;
  }

  /** A host without a port; an address of IPv6 with or without brackets. */
  private static @Nullable Authority authority(String host) {
    boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
    Authority name = Authority.parse(bare ? "[" + host + "]" : host);
    return name == null || name.port() != Authority.NO_PORT || (host.endsWith(":") && !bare)
        ? null
        : name;
  }
}
