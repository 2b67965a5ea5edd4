package dev.sutra.engine.filter;

/** Whether a condition is met, as far as it is known. */
public enum Truth {
  NO,
  /** It depends on associations, which have not been looked at. */
  OPEN,
  YES;

  static Truth of(boolean met) {
    return met ? YES : NO;
  }

  Truth negated() {
    return switch (this) {
      case NO -> YES;
      case OPEN -> OPEN;
      case YES -> NO;
    };
  }
}
