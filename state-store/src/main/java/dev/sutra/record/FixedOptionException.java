package dev.sutra.record;

/** A store was made with another value of an option that is fixed since. */
public final class FixedOptionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String option;
  private final String stored;
  private final String asked;

  /**
   * Creates the exception.
   *
   * @param option dimension, similarity, analyzer or what else is fixed
   * @param stored what the store was made with
   * @param asked what it was to be opened with
   */
  public FixedOptionException(String option, String stored, String asked) {
    super("the store was made with " + option + " " + stored + ", not " + asked);
    this.option = option;
    this.stored = stored;
    this.asked = asked;
  }

  public String option() {
    return option;
  }

  /** What the store was made with. */
  public String stored() {
    return stored;
  }

  /** What it was to be opened with. */
  public String asked() {
    return asked;
  }
}
