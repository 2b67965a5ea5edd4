package dev.sutra.app.cli.client;

import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.message.Causes;
import dev.sutra.schemas.SchemaRegistryUnavailableException;
import dev.sutra.schemas.registry.SchemaRegistryException;
import dev.sutra.schemas.registry.SchemaRegistryException.Reason;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Describes why events cannot be sent: whether broker, topic or registry failed, and what to do.
 *
 * @param bootstrap the broker's address
 * @param topic where events are sent
 * @param registry the registry's address
 * @param timeoutSeconds how long both were waited for
 */
record ProduceFailures(String bootstrap, String topic, String registry, int timeoutSeconds) {
  private static final String NAMES_ANOTHER = " (set another with --registry)";

  /** The message and the exit code of a failure of Kafka's or the serializer's. */
  CommandFailure of(@Nullable Throwable failure) {
    return switch (failure) {
      case SchemaRegistryUnavailableException e -> unavailable(e);
      case KafkaException e when e.getCause() instanceof SchemaRegistryException answer ->
          refused("the schema registry refused: " + answer.getMessage());
      // Retriable for Kafka, since a topic may be on its way.
      case UnknownTopicOrPartitionException e ->
          refused(
              "there is no topic " + topic + " on " + bootstrap + " (set another with --topic)");
      case InvalidTopicException e ->
          new CommandFailure(
              ExitCodes.USAGE,
              "--topic "
                  + topic
                  + " is not a valid topic name: 1 to 249 letters, digits, '.', '_' or '-'");
      case AuthorizationException e ->
          refused("the broker " + bootstrap + " does not permit writing to topic " + topic);
      case AuthenticationException e ->
          refused("the broker " + bootstrap + " rejected the authentication");
      case RetriableException e ->
          new CommandFailure(
              ExitCodes.UNREACHABLE,
              "cannot reach the broker "
                  + bootstrap
                  + " within "
                  + timeoutSeconds
                  + " s; is it running? (set another with --bootstrap)");
      case null -> refused("the broker " + bootstrap + " refused without a reason");
      default -> refused("the broker " + bootstrap + " refused: " + Causes.of(failure));
    };
  }

  /** An invalid address. */
  CommandFailure badAddress(KafkaException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new CommandFailure(
        ExitCodes.USAGE, "--bootstrap " + bootstrap + ": " + Causes.of(cause));
  }

  private CommandFailure unavailable(SchemaRegistryUnavailableException e) {
    if (e.getCause() instanceof SchemaRegistryException answer
        && answer.reason() != Reason.UNAVAILABLE) {
      return refused("the schema registry failed: " + answer.getMessage() + NAMES_ANOTHER);
    }
    return new CommandFailure(
        ExitCodes.UNREACHABLE,
        "cannot reach the schema registry " + registry + ": " + e.getMessage() + NAMES_ANOTHER);
  }

  private static CommandFailure refused(String message) {
    return new CommandFailure(ExitCodes.REFUSED, message);
  }
}
