package dev.sutra.engine.filter;

import dev.sutra.record.Direction;
import org.jspecify.annotations.Nullable;

/** What conditions ask about one concept. */
public interface Facts {
  /**
   * The value of an attribute, as {@link dev.sutra.record.Attributes#comparable} returns it; null
   * if there is none.
   */
  @Nullable Object attribute(String name);

  /** Event time of the last write, ms since the epoch. */
  long updatedAt();

  /** Event time of the first write, ms since the epoch. */
  long createdAt();

  /** The id. */
  String id();

  /** Whether the concept has an association; {@link Truth#OPEN} if that is not known here. */
  Truth linked(String type, Direction direction, @Nullable String other);
}
