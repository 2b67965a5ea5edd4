package dev.sutra.schemas.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Builds the TLS context of a registry client from key and trust stores. */
final class SchemaRegistryTls {
  /** Looks up a setting by its name without prefix. */
  interface Settings {
    @Nullable String get(String name);
  }

  private SchemaRegistryTls() {}

  /** The context; null if no store is configured: then the JVM's default applies. */
  static @Nullable SSLContext context(Settings settings) {
    KeyStore trust = store(settings, "ssl.truststore");
    KeyStore keys = store(settings, "ssl.keystore");
    if (trust == null && keys == null) {
      return null;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(settings, keys), trustManagers(trust), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new ConfigException(
          "schema.registry.ssl settings do not fit together: " + e.getClass().getSimpleName());
    }
  }

  private static KeyManager @Nullable [] keyManagers(Settings settings, @Nullable KeyStore keys)
      throws GeneralSecurityException {
    if (keys == null) {
      return null;
    }
    char[] password = password(settings, "ssl.key.password");
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, password != null ? password : password(settings, "ssl.keystore.password"));
    return factory.getKeyManagers();
  }

  private static TrustManager @Nullable [] trustManagers(@Nullable KeyStore trust)
      throws GeneralSecurityException {
    if (trust == null) {
      return null;
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trust);
    return factory.getTrustManagers();
  }

  private static @Nullable KeyStore store(Settings settings, String name) {
    String location = settings.get(name + ".location");
    if (location == null) {
      return null;
    }
    String type = settings.get(name + ".type");
    try (InputStream in = Files.newInputStream(Path.of(location))) {
      KeyStore store = KeyStore.getInstance(type != null ? type : KeyStore.getDefaultType());
      store.load(in, password(settings, name + ".password"));
      return store;
    } catch (IOException | GeneralSecurityException | InvalidPathException e) {
      throw new ConfigException(
          "schema.registry."
              + name
              + ".location cannot be opened with its password and type: "
              + e.getClass().getSimpleName());
    }
  }

  private static char @Nullable [] password(Settings settings, String name) {
    String password = settings.get(name);
    return password == null ? null : password.toCharArray();
  }
}
