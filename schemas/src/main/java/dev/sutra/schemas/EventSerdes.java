package dev.sutra.schemas;

import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.internals.Names;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;

/** Chooses the serde of the event topic. */
public final class EventSerdes {
  /**
   * The class of the serde, which has a constructor without parameters; default {@link
   * ConceptEventSerde}. If built with the Maven profile {@code confluent}, this module also has
   * {@code dev.sutra.schemas.ConfluentConceptEventSerde}, which uses Confluent's client.
   */
  public static final String EVENT_SERDE = "event.serde";

  private EventSerdes() {}

  /**
   * Returns the serde named by {@link #EVENT_SERDE}, configured for values.
   *
   * @throws ConfigException if there is no such serde, or one of its settings is invalid
   */
  // The type parameter of a class named in a setting cannot be checked.
  @SuppressWarnings("unchecked")
  public static Serde<ConceptEvent> create(Map<String, ?> config) {
    Serde<ConceptEvent> serde =
        switch (config.get(EVENT_SERDE)) {
          case null -> new ConceptEventSerde();
          case Class<?> type -> (Serde<ConceptEvent>) instance(type);
          case Object name -> (Serde<ConceptEvent>) instance(load(name.toString()));
        };
    serde.configure(config, false);
    return serde;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new ConfigException(EVENT_SERDE + ": there is no class " + Names.shown(name));
    }
  }

  private static Serde<?> instance(Class<?> type) {
    try {
      return type.asSubclass(Serde.class).getConstructor().newInstance();
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new ConfigException(
          EVENT_SERDE + ": " + type.getName() + " is not a serde that can be made: " + e);
    }
  }
}
