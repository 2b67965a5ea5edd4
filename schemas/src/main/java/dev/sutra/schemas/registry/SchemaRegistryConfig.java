package dev.sutra.schemas.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * The settings of {@link SchemaRegistryClients#create}, parsed and checked. No message or {@code
 * toString} shows the user part of a URL, a password or a token.
 */
final class SchemaRegistryConfig {
  static final String URL = "schema.registry.url";
  private static final String PREFIX = "schema.registry.";
  private static final String MOCK = "mock://";

  /** The address of a registry without credentials, and the header with the credentials. */
  record BaseUrl(URI uri, @Nullable String authorization) {
    @Override
    public String toString() {
      return uri.toString();
    }
  }

  private final Map<String, ?> config;
  private final List<BaseUrl> urls = new ArrayList<>();
  private @Nullable String mockScope;
  private final Duration connectTimeout;
  private final Duration readTimeout;
  private final int retries;
  private final Duration retryWait;
  private final Duration retryWaitMax;
  private final @Nullable SSLContext tls;

  private SchemaRegistryConfig(Map<String, ?> config) {
    this.config = config;
    connectTimeout = millis("http.connect.timeout.ms", 5_000);
    readTimeout = millis("http.read.timeout.ms", 10_000);
    retries = (int) number("max.retries", 3, 0, 100);
    retryWait = millis("retries.wait.ms", 200);
    retryWaitMax = millis("retries.max.wait.ms", 5_000);
    String authorization = authorization();
    List<String> given = addresses(config.get(URL));
    for (String address : given) {
      if (address.startsWith(MOCK)) {
        if (given.size() > 1) {
          throw new ConfigException(URL + " names a mock registry beside others");
        }
        mockScope = address.substring(MOCK.length());
      } else {
        urls.add(baseUrl(address, authorization));
      }
    }
    tls = SchemaRegistryTls.context(name -> text(PREFIX + name));
  }

  static SchemaRegistryConfig of(Map<String, ?> config) {
    return new SchemaRegistryConfig(config);
  }

  @Nullable String mockScope() {
    return mockScope;
  }

  List<BaseUrl> urls() {
    return urls;
  }

  Duration connectTimeout() {
    return connectTimeout;
  }

  Duration readTimeout() {
    return readTimeout;
  }

  int retries() {
    return retries;
  }

  /** The wait before a retry; the first retry is 1. */
  Duration waitBefore(int retry) {
    Duration wait = retryWait.multipliedBy(1L << Math.min(retry - 1, 20));
    return wait.compareTo(retryWaitMax) < 0 ? wait : retryWaitMax;
  }

  @Nullable SSLContext tls() {
    return tls;
  }

  private static List<String> addresses(@Nullable Object value) {
    String joined =
        switch (value) {
          case String text -> text;
          case Collection<?> list ->
              list.stream().map(String::valueOf).collect(Collectors.joining(","));
          case null -> "";
          default -> throw new ConfigException(URL + " is not a text or a list");
        };
    List<String> addresses = new ArrayList<>();
    for (String address : joined.split(",", -1)) {
      if (!address.isBlank()) {
        addresses.add(address.strip());
      }
    }
    if (addresses.isEmpty()) {
      throw new ConfigException(URL + " is missing");
    }
    return addresses;
  }

  private static BaseUrl baseUrl(String address, @Nullable String configured) {
    URI uri;
    URI bare;
    try {
      uri = new URI(address);
      String path = uri.getPath() == null ? "" : uri.getPath();
      while (path.endsWith("/")) {
        path = path.substring(0, path.length() - 1);
      }
      bare = new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), path, null, null);
    } catch (URISyntaxException e) {
      // Neither the text nor the cause is shown: both may contain a password.
      throw new ConfigException(URL + " has an entry that is not a URL");
    }
    if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
      throw new ConfigException(URL + " has an entry that is not an http or https URL");
    }
    String user = uri.getRawUserInfo();
    if (configured != null || user == null) {
      return new BaseUrl(bare, configured);
    }
    // A plus sign in the user part is no space.
    String decoded = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
    return new BaseUrl(bare, basic(decoded));
  }

  private @Nullable String authorization() {
    String basicSource = authText("basic.auth.credentials.source");
    String bearerSource = authText("bearer.auth.credentials.source");
    if (basicSource != null && basicSource.equals("URL")) {
      basicSource = null;
    }
    if (basicSource != null && bearerSource != null) {
      throw new ConfigException("basic and bearer credentials are configured; choose one");
    }
    if (bearerSource != null) {
      if (!bearerSource.equals("STATIC_TOKEN")) {
        throw new ConfigException("bearer.auth.credentials.source: only STATIC_TOKEN is supported");
      }
      String token = secret("bearer.auth.token");
      // Checked here because the HTTP client shows the value of an invalid header in its message.
      if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw new ConfigException("bearer.auth.token holds a character that no header can carry");
      }
      return "Bearer " + token;
    }
    if (basicSource == null) {
      return null;
    }
    if (!basicSource.equals("USER_INFO")) {
      throw new ConfigException(
          "basic.auth.credentials.source: only URL and USER_INFO are supported");
    }
    return basic(secret("basic.auth.user.info"));
  }

  private static String basic(String userInfo) {
    byte[] bytes = userInfo.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private String secret(String name) {
    String value = authText(name);
    if (value == null || value.isEmpty()) {
      throw new ConfigException(name + " is missing");
    }
    return value;
  }

  private @Nullable String authText(String name) {
    String prefixed = text(PREFIX + name);
    return prefixed != null ? prefixed : text(name);
  }

  private @Nullable String text(String name) {
    return switch (config.get(name)) {
      case null -> null;
      case Password password -> password.value();
      case Object value -> value.toString().strip();
    };
  }

  private Duration millis(String name, long fallback) {
    return Duration.ofMillis(number(name, fallback, 1, 600_000));
  }

  private long number(String name, long fallback, long min, long max) {
    String value = authText(name);
    if (value == null) {
      return fallback;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new ConfigException(name + " is not a whole number");
    }
    throw new ConfigException(name + " is out of its range, " + min + " to " + max);
  }
}
