package dev.sutra.app.registry;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The registry does not do what it was asked: no schema, subject or id of the kind, or a schema
 * that does not fit. It is an error of the record in hand, as Kafka's serdes tell it.
 */
public final class RegistryRefusal extends SerializationException {
  private final int status;
  private final int errorCode;

  private RegistryRefusal(int status, int errorCode, String message) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
  }

  public static RegistryRefusal unknownSubject() {
    return new RegistryRefusal(404, 40401, "Subject not found");
  }

  public static RegistryRefusal unknownSchema() {
    return new RegistryRefusal(404, 40403, "Schema not found");
  }

  public static RegistryRefusal incompatible(String subject) {
    return new RegistryRefusal(
        409, 409, "The schema cannot read what earlier schemas of " + subject + " wrote");
  }

  public static RegistryRefusal invalidSchema(String why) {
    return new RegistryRefusal(422, 42201, "Invalid schema: " + why);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The number that the registry's protocol has for it. */
  public int errorCode() {
    return errorCode;
  }
}
