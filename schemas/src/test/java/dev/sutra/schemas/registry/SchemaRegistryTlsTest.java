package dev.sutra.schemas.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with a certificate made for this test. */
class SchemaRegistryTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path dir;

  @BeforeAll
  static void makeCertificate() throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "registry",
                "-dname",
                "CN=registry",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                dir.resolve("keys.p12").toString())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("keytool.log").toFile())
            .start();
    assertEquals(0, keytool.waitFor());
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("registry", keys().getCertificate("registry"));
    try (OutputStream out = Files.newOutputStream(dir.resolve("trust.p12"))) {
      trust.store(out, PASSWORD.toCharArray());
    }
  }

  private static KeyStore keys() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(dir.resolve("keys.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static RegistryServer server() throws IOException, GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys(), PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(factory.getKeyManagers(), null, null);
    return new RegistryServer(tls);
  }

  private static Map<String, Object> config(RegistryServer server) {
    Map<String, Object> config = new HashMap<>();
    config.put("schema.registry.url", "https://" + server.address());
    config.put("max.retries", 0);
    return config;
  }

  @Test
  void certificateInTheTruststoreIsTrusted() throws Exception {
    try (RegistryServer server = server()) {
      Map<String, Object> config = config(server);
      config.put("schema.registry.ssl.truststore.location", dir.resolve("trust.p12").toString());
      config.put("schema.registry.ssl.truststore.password", PASSWORD);
      config.put("schema.registry.ssl.truststore.type", "PKCS12");
      config.put("schema.registry.ssl.keystore.location", dir.resolve("keys.p12").toString());
      config.put("schema.registry.ssl.keystore.password", PASSWORD);
      server.then(200, "{\"id\":5}");
      try (SchemaRegistryClient client = SchemaRegistryClients.create(config)) {
        assertEquals(5, client.register("s", Schema.create(Schema.Type.STRING)));
      }
    }
  }

  @Test
  void unknownCertificateIsRefused() throws Exception {
    try (RegistryServer server = server();
        SchemaRegistryClient client = SchemaRegistryClients.create(config(server))) {
      SchemaRegistryException e =
          assertThrows(SchemaRegistryException.class, () -> client.schemaById(1));
      assertEquals(Reason.UNAVAILABLE, e.reason());
    }
  }

  @Test
  void wrongPasswordIsRefusedWithoutShowingIt() throws Exception {
    try (RegistryServer server = server()) {
      Map<String, Object> config = config(server);
      config.put("schema.registry.ssl.truststore.location", dir.resolve("trust.p12").toString());
      config.put("schema.registry.ssl.truststore.password", "wr0ng");
      ConfigException e =
          assertThrows(ConfigException.class, () -> SchemaRegistryClients.create(config));
      assertFalse(String.valueOf(e).contains("wr0ng"));
    }
  }
}
