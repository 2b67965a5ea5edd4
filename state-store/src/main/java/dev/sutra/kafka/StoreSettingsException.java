package dev.sutra.kafka;

import dev.sutra.engine.EngineOptions;
import dev.sutra.record.FixedOptionException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.kafka.streams.errors.ProcessorStateException;

/**
 * A setting of a store contradicts the files of the store or the rows of its changelog. Retrying
 * does not help; the message names both values and the possible remedies.
 */
public final class StoreSettingsException extends ProcessorStateException {
  private static final long serialVersionUID = 1;
  private static final String DIMENSION = "dimension";

  private StoreSettingsException(String message, IllegalArgumentException cause) {
    super(message, cause);
  }

  /** The files were made with another option. */
  static StoreSettingsException ofDirectory(
      String store, String application, Path directory, FixedOptionException cause) {
    // The changelog has texts and vectors: everything but the length of vectors can be rebuilt.
    String rebuild =
        cause.option().equals(DIMENSION)
            ? ""
            : ", or stop the instance and delete the directory "
                + application(directory, application)
                + ", and the store is built from its changelog with the new setting";
    return new StoreSettingsException(
        "the store "
            + store
            + " in "
            + directory
            + " was made with "
            + cause.option()
            + " "
            + shown(cause.stored())
            + ", the setting says "
            + shown(cause.asked())
            + ". Set it back"
            + rebuild
            + (cause.option().equals(DIMENSION) ? newVectors(store, application) : "."),
        cause);
  }

  /** The changelog has a vector that does not fit these options. */
  static StoreSettingsException ofRow(
      String store,
      String application,
      EngineOptions options,
      float[] vector,
      IllegalArgumentException cause) {
    String changelog = "the changelog " + changelog(store, application);
    if (vector.length != options.dimension()) {
      return new StoreSettingsException(
          changelog
              + " holds vectors of dimension "
              + vector.length
              + ", the setting says "
              + options.dimension()
              + ". Set it back"
              + newVectors(store, application),
          cause);
    }
    return new StoreSettingsException(
        changelog
            + " holds a vector that similarity "
            + shown(options.similarity().name())
            + " does not take ("
            + cause.getMessage()
            + "). Set similarity back"
            + newVectors(store, application),
        cause);
  }

  private static String newVectors(String store, String application) {
    return ", give the application another application.id, which reads its input from the start, or"
        + " reset it: stop all instances and delete their state directories, the topic "
        + changelog(store, application)
        + " and the offsets of the group "
        + application
        + ", and all input is read again. Events that bring vectors of the old kind have to be sent"
        + " again with new ones.";
  }

  private static String changelog(String store, String application) {
    return application + "-" + store + "-changelog";
  }

  /** The directory of the application with all its tasks; the store's if that is not found. */
  private static Path application(Path store, String application) {
    for (Path at = store; at != null; at = at.getParent()) {
      if (at.endsWith(application)) {
        return at;
      }
    }
    return store;
  }

  private static String shown(String value) {
    return value.toLowerCase(Locale.ROOT);
  }
}
