package dev.sutra.app.registry;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The registry refuses a request: the schema, subject or id does not exist, or the schema is
 * incompatible. It is a serialization error of the current record, as in Kafka's serdes.
 */
public final class RegistryRefusal extends SerializationException {
  private final int status;
  private final int errorCode;

  private RegistryRefusal(int status, int errorCode, String message) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
  }

  public static RegistryRefusal unknownSubject(String subject) {
    return new RegistryRefusal(
        404, 40401, "Subject not found: the built-in schema registry has no subject " + subject);
  }

  /**
   * No schema has the id.
   *
   * @param id as it was asked for
   */
  public static RegistryRefusal unknownId(String id) {
    return new RegistryRefusal(
        404, 40403, "Schema not found: the built-in schema registry has no schema with id " + id);
  }

  /** The schema is not one of the subject's. */
  public static RegistryRefusal unknownSchema(String subject) {
    return new RegistryRefusal(
        404,
        40403,
        "Schema not found: the built-in schema registry does not have it for subject " + subject);
  }

  public static RegistryRefusal incompatible(String subject) {
    return new RegistryRefusal(
        409, 409, "the schema cannot read what earlier schemas of " + subject + " wrote");
  }

  public static RegistryRefusal invalidSchema(String why) {
    return new RegistryRefusal(422, 42201, "invalid schema: " + why);
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
