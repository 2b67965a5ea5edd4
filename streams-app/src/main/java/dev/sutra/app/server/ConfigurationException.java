package dev.sutra.app.server;

/**
 * The existing topics or stores do not match the settings. The message tells the user what to do.
 */
final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConfigurationException(String message) {
    super(message);
  }
}
