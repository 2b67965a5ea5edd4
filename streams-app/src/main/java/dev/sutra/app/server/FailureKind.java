package dev.sutra.app.server;

import dev.sutra.io.CorruptFileException;
import dev.sutra.kafka.StoreSettingsException;
import dev.sutra.schemas.SchemaRegistryUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnsupportedAssignorException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.MisconfiguredInternalTopicException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.errors.TopologyException;
import org.jspecify.annotations.Nullable;

/** How a failure is handled: which failures are retried, and which end the instance. */
enum FailureKind {
  /** A setting of the instance or the cluster must be changed. */
  CONFIGURATION(
      List.of(
          StoreSettingsException.class,
          AuthorizationException.class,
          AuthenticationException.class,
          FencedInstanceIdException.class,
          InconsistentGroupProtocolException.class,
          InvalidConfigurationException.class,
          InvalidGroupIdException.class,
          InvalidReplicationFactorException.class,
          InvalidSessionTimeoutException.class,
          InvalidTimestampException.class,
          InvalidTopicException.class,
          InvalidTxnTimeoutException.class,
          MisconfiguredInternalTopicException.class,
          MissingSourceTopicException.class,
          PolicyViolationException.class,
          RecordTooLargeException.class,
          SecurityDisabledException.class,
          TopologyException.class,
          UnsupportedAssignorException.class,
          UnsupportedForMessageFormatException.class,
          UnsupportedVersionException.class)),
  /** The files of the store are corrupt, or the machine is out of resources. */
  STORE(List.of(Error.class, CorruptFileException.class)),
  /** A dependency is unavailable, full or busy; retried without a limit. */
  PASSING(
      List.of(
          SchemaRegistryUnavailableException.class,
          InvalidPidMappingException.class,
          InvalidProducerEpochException.class,
          LockException.class,
          OutOfOrderSequenceException.class,
          ProducerFencedException.class,
          RetriableException.class,
          TaskCorruptedException.class,
          TaskMigratedException.class,
          TransactionAbortedException.class)),
  /** Unknown; retried a limited number of times. */
  UNKNOWN(List.of());

  private static final List<String> DISK_FULL =
      List.of("no space left on device", "disk quota exceeded");

  // Made by List.of, which is immutable.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Class<? extends Throwable>> causes;

  FailureKind(List<Class<? extends Throwable>> causes) {
    this.causes = causes;
  }

  /** The kind of a failure: the first kind, in the order of declaration, that matches a cause. */
  static FailureKind of(Throwable failure) {
    for (FailureKind kind : values()) {
      if (kind.cause(failure) != null) {
        return kind;
      }
    }
    // A full disk, which passes, is checked above; other failures of a store are permanent.
    return find(failure, ProcessorStateException.class) == null ? UNKNOWN : STORE;
  }

  /** The cause of a failure of this kind, in words for the user. */
  String reason(Throwable failure) {
    Throwable named = cause(failure);
    if (named == null) {
      named = this == STORE ? innermostOfStore(failure) : root(failure);
    }
    String message = named.getMessage();
    return named instanceof Error || message == null || message.isBlank()
        ? named.toString()
        : message;
  }

  private @Nullable Throwable cause(Throwable failure) {
    for (Class<? extends Throwable> type : causes) {
      Throwable found = find(failure, type);
      if (found != null) {
        return found;
      }
    }
    return this == PASSING ? diskFull(failure) : null;
  }

  private static @Nullable Throwable diskFull(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (cause instanceof IOException && DISK_FULL.stream().anyMatch(message::contains)) {
        return cause;
      }
    }
    return null;
  }

  private static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return cause;
      }
    }
    return null;
  }

  /** Kafka wraps the store's exception in a less specific one. */
  private static Throwable innermostOfStore(Throwable failure) {
    Throwable innermost = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProcessorStateException) {
        innermost = cause;
      }
    }
    return innermost;
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
