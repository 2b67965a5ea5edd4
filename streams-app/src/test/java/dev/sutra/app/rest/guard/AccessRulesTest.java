package dev.sutra.app.rest.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.7");

  @ParameterizedTest
  @CsvSource({
    "localhost, localhost, -1",
    "LocalHost.:8080, localhost, 8080",
    "127.0.0.1:, 127.0.0.1, -1",
    "[::1]:8080, [0:0:0:0:0:0:0:1], 8080",
    "[0:0::0001], [0:0:0:0:0:0:0:1], -1",
    "[::ffff:127.0.0.1], 127.0.0.1, -1",
    "my_host-1.example:65535, my_host-1.example, 65535",
  })
  void aHostIsReadInOneForm(String text, String host, int port) {
    assertEquals(new Authority(host, port), Authority.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ":80",
        "a b",
        "a/b",
        "a:b",
        "a:70000",
        "a:123456",
        "a:80:80",
        "a@b",
        "a:-1",
        "::1",
        "[::1",
        "[]",
        "[a]",
        "[::1]a",
        "[fe80::1%eth0]",
        "a,b",
        "h\u00f6st",
        "*",
        "http://a",
        "a:8 "
      })
  void whatIsNoHostIsNone(String text) {
    assertNull(Authority.parse(text));
    assertNull(Authority.parse(text + "x".repeat(254)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "a", "file:///x", "ftp://a", "http://a/", "http://a/b", "://a"})
  void whatIsNoOriginIsNone(String text) {
    assertNull(WebOrigin.parse(text));
  }

  @Test
  void loopbackNamesAreServedAndTheAddressThatARequestArrivesAt() {
    AccessRules rules = AccessRules.LOOPBACK.serving("0.0.0.0").serving("::");
    for (String host : new String[] {"localhost", "127.0.0.1:1", "[::1]:8080"}) {
      assertTrue(serves(rules, host), host);
    }
    assertTrue(serves(rules, "192.0.2.7:80"));
    for (String host : new String[] {"192.0.2.8", "evil.example", "0.0.0.0", "[::]"}) {
      assertFalse(serves(rules, host), host);
    }
    assertFalse(rules.serves(new Authority("192.0.2.7", 80), null));
    assertTrue(serves(AccessRules.LOOPBACK.serving("sutra-1"), "Sutra-1:8080"));
    assertTrue(serves(AccessRules.LOOPBACK.serving("2001:db8::1"), "[2001:DB8::1]:8080"));
    assertTrue(serves(AccessRules.LOOPBACK.serving("[2001:db8::1]"), "[2001:db8:0::1]"));
  }

  @Test
  void settingsAddHostsAndOrigins() {
    AccessRules rules =
        AccessRules.of("Sutra.example, 198.51.100.1,2001:db8::5", "https://a:443,http://b:3000");
    for (String host : new String[] {"sutra.example", "198.51.100.1:9", "[2001:db8::5]", "[::1]"}) {
      assertTrue(serves(rules, host), host);
    }
    assertFalse(serves(rules, "sutra"));
    assertTrue(allows(rules, "https://A", null));
    assertTrue(allows(rules, "http://b:3000", "localhost"));
    for (String origin : new String[] {"http://a", "https://b:3000", "http://b", "https://a.b"}) {
      assertFalse(allows(rules, origin, "localhost"), origin);
    }
  }

  @Test
  void aPageOfTheSameHostAndPortIsAllowed() {
    AccessRules rules = AccessRules.LOOPBACK;
    assertTrue(allows(rules, "http://localhost:8080", "localhost:8080"));
    assertTrue(allows(rules, "http://localhost", "localhost"));
    assertTrue(allows(rules, "https://sutra.example", "sutra.example:443"));
    assertFalse(allows(rules, "http://localhost:3000", "localhost:8080"));
    assertFalse(allows(rules, "http://localhost:3000", "localhost"));
    assertFalse(allows(rules, "http://localhost:8080", "127.0.0.1:8080"));
    assertFalse(allows(rules, "http://localhost:8080", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*               | | http.allowed.hosts has \"*\"; name each host",
        "*.example       | | http.allowed.hosts has \"*.example\"; name each host",
        "a:8080          | | http.allowed.hosts has \"a:8080\"; a name or an address is allowed",
        "[::1]:          | | http.allowed.hosts has \"[::1]:\"; a name or an address is allowed",
        "a/b             | | http.allowed.hosts has \"a/b\"",
        "http://a        | | http.allowed.hosts has \"http://a\"",
        "a,              | | http.allowed.hosts has \"\"",
        "'' | *             | http.allowed.origins has *; name each origin",
        "'' | a             | http.allowed.origins has \"a\"; an origin is like",
        "'' | https://a/b   | http.allowed.origins has \"https://a/b\"",
        "'' | null          | http.allowed.origins has \"null\"",
        "'' | https://*.a   | http.allowed.origins has \"https://*.a\"",
      })
  void aWrongSettingIsNamed(String hosts, @Nullable String origins, String reason) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> AccessRules.of(hosts, origins == null ? "" : origins));
    String told = String.valueOf(refused.getMessage());
    assertTrue(told.startsWith(reason), told);
  }

  @Test
  void settingsAreBounded() {
    String hosts = "a,".repeat(100) + "a";
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> AccessRules.of(hosts, ""));
    assertEquals("http.allowed.hosts has 101 entries; 100 are allowed", refused.getMessage());
  }

  private static boolean serves(AccessRules rules, String host) {
    return rules.serves(Objects.requireNonNull(Authority.parse(host)), ELSEWHERE);
  }

  private static boolean allows(AccessRules rules, String origin, @Nullable String host) {
    WebOrigin read = Objects.requireNonNull(WebOrigin.parse(origin));
    return rules.allows(read, host == null ? null : Authority.parse(host));
  }
}
