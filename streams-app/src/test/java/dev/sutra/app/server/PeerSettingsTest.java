package dev.sutra.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerSettingsTest {
  private static final String SECRET = "sixteen characters";

  @Test
  void theAddressIsWhatItListensOnUnlessItIsAdvertised() {
    PeerSettings none = PeerSettings.of("", "", "");
    assertEquals(new HostInfo("127.0.0.1", 8080), none.address("127.0.0.1", 8080));
    assertEquals(HostInfo.unavailable(), none.address("0.0.0.0", 8080));
    assertEquals(HostInfo.unavailable(), none.address("::", 8080));
    PeerSettings advertised = PeerSettings.of("sutra-1:80", "", "");
    assertEquals(new HostInfo("sutra-1", 80), advertised.address("0.0.0.0", 8080));
  }

  @Test
  void theSecretComesFromTheSettingOrAFileAndIsNotShown(@TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), SECRET + "\n");
    for (PeerSettings each :
        new PeerSettings[] {
          PeerSettings.of("", SECRET, ""), PeerSettings.of("", "", file.toString())
        }) {
      assertFalse(each.secret().isNone());
      assertFalse(each.toString().contains(SECRET));
    }
    assertTrue(PeerSettings.of("", "", "").secret().isNone());
  }

  @Test
  void whatIsWrongIsNamed(@TempDir Path directory) throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));
    refused("http.advertised", "sutra-1", "", "");
    refused("http.advertised", ":80", "", "");
    refused("http.advertised", "sutra-1:0", "", "");
    refused("peer.secret", "", "short", "");
    refused("peer.secret.file", "", "", empty.toString());
    refused("peer.secret.file", "", "", directory.resolve("missing").toString());
    refused("both given", "", SECRET, empty.toString());
  }

  private static void refused(String named, String advertised, String secret, String file) {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> PeerSettings.of(advertised, secret, file));
    assertTrue(String.valueOf(thrown.getMessage()).contains(named), thrown::getMessage);
    assertFalse(String.valueOf(thrown.getMessage()).contains("short"));
  }
}
