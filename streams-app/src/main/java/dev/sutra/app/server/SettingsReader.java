package dev.sutra.app.server;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads typed values from properties and rejects unknown keys. Not Kafka's {@code ConfigDef}, which
 * ignores unknown keys.
 */
final class SettingsReader {
  private final Properties properties;
  private final Set<String> unknown;

  SettingsReader(Properties properties) {
    this.properties = properties;
    this.unknown = new TreeSet<>(properties.stringPropertyNames());
  }

  String required(String key) {
    String value = text(key, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return value;
  }

  String text(String key, String fallback) {
    unknown.remove(key);
    return properties.getProperty(key, fallback).trim();
  }

  /** A text that is not empty. */
  String given(String key, String fallback) {
    String value = text(key, fallback);
    if (value.isEmpty()) {
      throw new IllegalArgumentException(key + " is empty");
    }
    return value;
  }

  int number(String key, int fallback, int min, int max) {
    String value = text(key, Integer.toString(fallback));
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " is " + value + "; not a whole number", e);
    }
    throw new IllegalArgumentException(
        key + " is " + value + "; " + min + " to " + max + " is allowed");
  }

  boolean flag(String key) {
    String value = text(key, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(key + " is " + value + "; true or false is allowed");
    }
    return value.equals("true");
  }

  Map<String, String> withPrefixes(Set<String> prefixes) {
    Map<String, String> found = new HashMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (prefixes.stream().anyMatch(key::startsWith)) {
        found.put(key, text(key, ""));
      }
    }
    return found;
  }

  Map<String, String> stripped(String prefix) {
    Map<String, String> found = new HashMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(prefix)) {
        found.put(key.substring(prefix.length()), text(key, ""));
      }
    }
    return found;
  }

  void checkAllKnown() {
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown settings: " + unknown);
    }
  }
}
