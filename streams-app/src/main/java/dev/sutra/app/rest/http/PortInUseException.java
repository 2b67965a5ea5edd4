package dev.sutra.app.rest.http;

import java.io.IOException;

/** Another process listens on the configured port. */
public final class PortInUseException extends IOException {
  PortInUseException(String host, int port, Throwable cause) {
    super(host + ":" + port + " is in use by another process; choose another port", cause);
  }
}
