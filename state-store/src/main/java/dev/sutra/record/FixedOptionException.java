package dev.sutra.record;

/** A store was created with another value of an option that cannot be changed. */
public final class FixedOptionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String option;
  private final String stored;
  private final String asked;

  /**
   * Creates the exception.
   *
   * @param option dimension, similarity or analyzer
   * @param stored the value that the store was created with
   * @param asked the value that it was opened with
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

  /** The value that the store was created with. */
  public String stored() {
    return stored;
  }

  /** The value that it was opened with. */
  public String asked() {
    return asked;
  }
}
