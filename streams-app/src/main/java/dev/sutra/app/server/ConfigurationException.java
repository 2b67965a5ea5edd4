package dev.sutra.app.server;

/** What is there does not fit the settings; the message is for the user and names the ways out. */
final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConfigurationException(String message) {
    super(message);
  }
}
