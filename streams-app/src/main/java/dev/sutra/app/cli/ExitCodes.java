package dev.sutra.app.cli;

/** What the commands end with. */
public final class ExitCodes {
  public static final int OK = 0;

  /** The server, or the registry, said no. */
  public static final int REFUSED = 1;

  /** The store in a directory is damaged. */
  public static final int DAMAGED = 1;

  public static final int USAGE = 2;

  /** Settings do not fit what is there, or the cluster refuses them: a restart does not help. */
  public static final int CONFIGURATION = 2;

  /** The server, the broker or the registry cannot be reached. */
  public static final int UNREACHABLE = 3;

  /** A directory is in use, is no store, or cannot be read or written. */
  public static final int CANNOT_OPEN = 3;

  /** Some lines of the input were bad; all others are sent. */
  public static final int BAD_LINES = 4;

  private ExitCodes() {}

  /** What an instance that has stopped for good ends with. */
  public static int of(boolean byConfiguration) {
    return byConfiguration ? CONFIGURATION : REFUSED;
  }
}
